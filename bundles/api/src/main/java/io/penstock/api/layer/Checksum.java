// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.layer;

/// An Internet checksum (RFC 1071) that a header carries.
///
/// @param field the 16-bit field
/// @param covers what is summed
/// @param pseudo whether the pseudo-header of the header below counts: the fields that it marked, the number
///     that led here, and the length (RFC 9293 section 3.1, RFC 8200 section 8.1)
/// @param optional whether 0 stands for "none" and a computed 0 is sent as 0xffff (RFC 768)
public record Checksum(String field, Covers covers, boolean pseudo, boolean optional) {
    /// What is summed.
    public enum Covers {
        /// The header with its options. Verified whenever the layer is read.
        HEADER,
        /// The header and all that follows. Verified from level read up.
        PAYLOAD
    }
}
