// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Checksum;
import io.penstock.api.layer.Field;

/// A field that is part of an end, in all frames of a shape.
///
/// @param at where it begins in the frame
/// @param octets 2 or 4
/// @param mask ones where its value may have ones
/// @param shift how far to the left it stands in the word of the end
/// @param receiver whether it belongs to the receiver's end
/// @param sums the checksums that cover it
// A record because the compiler trusts its components never to change.
@SuppressWarnings("ArrayRecordComponent")
record EndField(int at, int octets, long mask, int shift, boolean receiver, Sum[] sums) {
    /// A checksum that covers it.
    ///
    /// @param at where it stands in the frame
    /// @param owner the depth of its header
    record Sum(int at, Checksum checksum, int owner) {}

    /// Whether a field is made of one or two whole words of those that checksums add up.
    static boolean simple(Field field) {
        return field.whole() && field.octet() % 2 == 0 && (field.octets() == 2 || field.octets() == 4);
    }
}
