// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import io.penstock.api.Edit;

/// A protocol in the bytes of another layer's streams: it shows functions what it carries, and puts its own framing
/// right around what they made of it. One worker uses one of it.
///
/// What it reads and changes is a [Window] of the layer below; so it knows nothing of that layer, nor that one of it.
public interface Protocol {
    /// What the first bytes of a session say.
    enum Beginning {
        /// The session speaks this protocol.
        YES,
        /// It does not.
        NO,
        /// That can be told when more bytes have come.
        MORE
    }

    /// The name by which types of this layer are marked with [io.penstock.api.layer.LayerView], such as `http`.
    String name();

    /// The layer whose streams carry it, such as `tcp`.
    String under();

    /// Reads the first bytes that the opener of a session sends.
    Beginning begins(Window data);

    /// Begins with a session.
    ///
    /// @param above who is shown what the protocol carries
    /// @param edits what that one may change; with [Edit#NONE] nothing is changed here either
    /// @param notes where is counted what a person may wonder about
    Streams.Reader open(Streams.Reader above, Edit edits, Streams.Notes notes);
}
