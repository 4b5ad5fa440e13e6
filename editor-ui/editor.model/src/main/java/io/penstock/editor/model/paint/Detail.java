// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

/// How much is painted: what is too small to be read is left out.
public enum Detail {
    FULL,
    /// Faces, signs and names.
    SIMPLE,
    /// Faces alone.
    BARE;

    /// The detail at a zoom.
    public static Detail of(double zoom) {
        if (zoom < 0.22) {
            return BARE;
        }
        return zoom < 0.5 ? SIMPLE : FULL;
    }
}
