// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.geometry;

/// A place in the drawing.
public record Point(double x, double y) {
    /// This place moved.
    public Point plus(double dx, double dy) {
        return new Point(x + dx, y + dy);
    }
}
