// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import java.util.Arrays;
import java.util.stream.Collectors;

/// A sequence of headers of their least lengths, which begin at the same places in all frames of this shape; only the
/// last may be longer.
public final class Shape {
    final int index;
    final Layout layout;
    final int kind;
    final int ownerAt;

    Shape(int index, Layout layout, int kind, int ownerAt) {
        this.index = index;
        this.layout = layout;
        this.kind = kind;
        this.ownerAt = ownerAt;
    }

    /// The kind of session that all its frames belong to.
    public int kind() {
        return kind;
    }

    /// Where the header begins that the kind of session comes from.
    public int ownerAt() {
        return ownerAt;
    }

    @Override
    public String toString() {
        return Arrays.stream(layout.headers, 0, layout.depth)
                .map(header -> header.name())
                .collect(Collectors.joining(" > "));
    }
}
