// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.picture;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Drawing.Format;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Painter;
import io.penstock.editor.model.paint.Picture;
import io.penstock.editor.model.paint.Theme;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Scene;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/// Makes a file of a scene, within limits of time and memory.
final class Pictures {
    /// What is larger than this is no picture that anyone could read.
    private static final int MOST_ELEMENTS = 1_000;

    private static final int MOST_LINKS = 2_000;
    /// Four bytes each: 160 MB.
    private static final long MOST_PIXELS = 40_000_000;

    private Pictures() {}

    /// The bytes of the file.
    ///
    /// @param scale 1 to 4, pixels for each unit
    static byte[] of(Scene scene, Format format, Theme theme, double scale) throws Refused {
        check(scene, scale);
        Picture picture = Picture.of(scene);
        return switch (format) {
            case SVG -> svg(picture, theme, scale).getBytes(StandardCharsets.UTF_8);
            case PNG -> png(picture, theme, scale);
        };
    }

    private static void check(Scene scene, double scale) throws Refused {
        if (!(scale >= 1 && scale <= 4)) {
            throw refused("a picture cannot have the scale " + scale, "choose a number from 1 to 4");
        }
        int elements = scene.elements().size();
        int links = scene.links().size();
        if (elements > MOST_ELEMENTS || links > MOST_LINKS) {
            throw refused(
                    "a chain with " + grouped(elements) + " ports and functions and " + grouped(links)
                            + " wires is too large to draw",
                    grouped(MOST_ELEMENTS) + " and " + grouped(MOST_LINKS) + " is the most");
        }
    }

    private static String svg(Picture picture, Theme theme, double scale) {
        SvgSurface surface = new SvgSurface();
        new Painter(theme).paint(picture, surface);
        Rect bounds = picture.bounds();
        Scene scene = picture.scene();
        String described = scene.elements().stream().map(Element::spoken).collect(Collectors.joining(". "));
        return surface.document("Chain " + scene.title(), described, bounds.width(), bounds.height(), scale);
    }

    private static byte[] png(Picture picture, Theme theme, double scale) throws Refused {
        Rect bounds = picture.bounds();
        long width = RasterSurface.pixels(bounds.width(), scale);
        long height = RasterSurface.pixels(bounds.height(), scale);
        if (width * height > MOST_PIXELS) {
            throw refused(
                    "the picture would have " + grouped(width) + " by " + grouped(height) + " pixels",
                    "write an .svg file, or choose a smaller scale");
        }
        RasterSurface surface = new RasterSurface(bounds.width(), bounds.height(), scale);
        new Painter(theme).paint(picture, surface);
        return surface.png();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static Refused refused(String what, String mend) {
        return new Refused(Problem.error(what, mend));
    }
}
