// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.text.Face;

/// What a back has to be able to do: a window's graphics context, a raster, a document.
///
/// Used by one thread. Everything is anti-aliased. Text is drawn from [Face#glyphs] and [Face#outline], so that it
/// takes exactly the room that was measured.
public interface Surface {
    /// Fills the inside of an outline by the non-zero rule.
    void fill(Path path, Colour colour);

    /// Draws along an outline.
    void stroke(Path path, Colour colour, Stroke stroke);

    /// Fills a rectangle with round corners; a radius of 0 makes them square.
    void fillRounded(Rect area, double radius, Colour colour);

    /// Draws the edge of a rectangle with round corners.
    void strokeRounded(Rect area, double radius, Colour colour, Stroke stroke);

    /// Fills an area with a grid of dots, the first one at its top left corner.
    void dots(Rect area, double spacing, double radius, Colour colour);

    /// Draws one line of text.
    ///
    /// @param x its left end
    /// @param baseline the y of the line that it stands on
    void text(String text, Face face, double size, double x, double baseline, Colour colour);

    /// Remembers the transform until [#restore].
    void save();

    /// Goes back to the transform at the last [#save].
    void restore();

    void translate(double dx, double dy);

    void scale(double factor);

    /// Says that what is drawn until [#end] shows one thing; a back may offer that to those who do not see it.
    ///
    /// @param name what it is, in one line
    default void begin(String name) {}

    default void end() {}
}
