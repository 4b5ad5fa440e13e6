// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.scene.Icon;
import java.util.List;

/// The signs as lines on a square of 24 by 24.
public final class Signs {
    private static final double SIDE = 24;
    private static final Stroke PEN = Stroke.of(2);

    private Signs() {}

    /// Draws a sign into a square.
    public static void draw(Surface surface, Icon icon, double x, double y, double side, Colour ink) {
        surface.save();
        surface.translate(x, y);
        surface.scale(side / SIDE);
        lines(icon).forEach(line -> surface.stroke(line, ink, PEN));
        dots(icon).forEach(dot -> surface.fill(dot, ink));
        surface.restore();
    }

    private static List<Path> lines(Icon icon) {
        return switch (icon) {
            case SPLIT ->
                List.of(
                        Path.pen().move(3, 12).line(8, 12).path(),
                        Path.pen().move(8, 12).cubic(13, 12, 11, 6, 20, 6).path(),
                        Path.pen().move(8, 12).cubic(13, 12, 11, 18, 20, 18).path(),
                        Path.pen().move(17, 3).line(20, 6).line(17, 9).path(),
                        Path.pen().move(17, 15).line(20, 18).line(17, 21).path());
            case RULES ->
                List.of(
                        Path.pen().move(3, 6).line(5, 8).line(9, 4).path(),
                        Path.pen().move(3, 17.5).line(5, 19.5).line(9, 15.5).path(),
                        Path.pen().move(13, 6).line(21, 6).path(),
                        Path.pen().move(13, 12).line(21, 12).path(),
                        Path.pen().move(13, 18).line(21, 18).path());
            case SLIDERS ->
                List.of(
                        Path.pen().move(4, 7).line(12, 7).path(),
                        Path.circle(15, 7, 2.6),
                        Path.pen().move(18, 7).line(20, 7).path(),
                        Path.pen().move(4, 17).line(6, 17).path(),
                        Path.circle(9, 17, 2.6),
                        Path.pen().move(12, 17).line(20, 17).path());
            case TAG ->
                List.of(Path.pen()
                        .move(4, 4)
                        .line(12, 4)
                        .line(20.5, 12.5)
                        .line(12.5, 20.5)
                        .line(4, 12)
                        .close()
                        .path());
            case PULSE ->
                List.of(Path.pen()
                        .move(2.5, 12)
                        .line(6.5, 12)
                        .line(9.5, 4)
                        .line(14.5, 20)
                        .line(17.5, 12)
                        .line(21.5, 12)
                        .path());
            case PORT ->
                List.of(
                        Path.pen()
                                .move(4, 4)
                                .line(20, 4)
                                .line(20, 15)
                                .line(16.5, 15)
                                .line(16.5, 19.5)
                                .line(7.5, 19.5)
                                .line(7.5, 15)
                                .line(4, 15)
                                .close()
                                .path(),
                        Path.pen().move(8.5, 4.5).line(8.5, 8.5).path(),
                        Path.pen().move(12, 4.5).line(12, 8.5).path(),
                        Path.pen().move(15.5, 4.5).line(15.5, 8.5).path());
            case EYE ->
                List.of(
                        Path.pen()
                                .move(1.5, 12)
                                .cubic(4.5, 6.5, 8, 4.5, 12, 4.5)
                                .cubic(16, 4.5, 19.5, 6.5, 22.5, 12)
                                .cubic(19.5, 17.5, 16, 19.5, 12, 19.5)
                                .cubic(8, 19.5, 4.5, 17.5, 1.5, 12)
                                .close()
                                .path(),
                        Path.circle(12, 12, 3.2));
            case SHIELD ->
                List.of(Path.pen()
                        .move(12, 2.5)
                        .line(20, 5.5)
                        .line(20, 11.5)
                        .cubic(20, 16.5, 16.5, 20, 12, 21.5)
                        .cubic(7.5, 20, 4, 16.5, 4, 11.5)
                        .line(4, 5.5)
                        .close()
                        .path());
            case ALERT ->
                List.of(
                        Path.pen()
                                .move(12, 3)
                                .line(22, 20.5)
                                .line(2, 20.5)
                                .close()
                                .path(),
                        Path.pen().move(12, 9.5).line(12, 14).path());
            case CHECK ->
                List.of(Path.pen().move(4, 12.5).line(9.5, 18).line(20, 6.5).path());
            case CROSS ->
                List.of(
                        Path.pen().move(5, 5).line(19, 19).path(),
                        Path.pen().move(19, 5).line(5, 19).path());
            case PLUS ->
                List.of(
                        Path.pen().move(12, 4).line(12, 20).path(),
                        Path.pen().move(4, 12).line(20, 12).path());
        };
    }

    private static List<Path> dots(Icon icon) {
        return switch (icon) {
            case RULES -> List.of(Path.circle(6, 12, 1.3));
            case TAG -> List.of(Path.circle(8.5, 8.5, 1.5));
            case ALERT -> List.of(Path.circle(12, 17, 1.3));
            case SPLIT, SLIDERS, PULSE, PORT, EYE, SHIELD, CHECK, CROSS, PLUS -> List.of();
        };
    }
}
