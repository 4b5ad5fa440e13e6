// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

/// How a line is drawn; ends and corners are round.
///
/// @param width in units of the drawing
/// @param dash the length of the dashes and of the gaps between them; 0 for a whole line
public record Stroke(double width, double dash) {
    /// A whole line.
    public static Stroke of(double width) {
        return new Stroke(width, 0);
    }
}
