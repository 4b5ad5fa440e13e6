// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.picture;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Path.Segment;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Colour;
import io.penstock.editor.model.paint.Stroke;
import io.penstock.editor.model.paint.Surface;
import io.penstock.editor.model.text.Face;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Paints into memory by Java2D, without a display and without the machine's fonts.
final class RasterSurface implements Surface {
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Deque<AffineTransform> saved = new ArrayDeque<>();
    private final Map<Glyph, Path2D> glyphs = new HashMap<>();

    private record Glyph(Face face, int number) {}

    /// @param width in units
    /// @param scale pixels for each unit
    RasterSurface(double width, double height, double scale) {
        image = new BufferedImage(pixels(width, scale), pixels(height, scale), BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(scale, scale);
    }

    /// How many pixels a length takes.
    static int pixels(double length, double scale) {
        return (int) Math.ceil(length * scale);
    }

    /// The finished picture as a PNG file; the surface cannot be used any more.
    byte[] png() {
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java cannot write PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void fill(Path path, Colour colour) {
        graphics.setColor(color(colour));
        graphics.fill(shape(path));
    }

    @Override
    public void stroke(Path path, Colour colour, Stroke stroke) {
        graphics.setColor(color(colour));
        graphics.setStroke(pen(stroke));
        graphics.draw(shape(path));
    }

    @Override
    public void fillRounded(Rect area, double radius, Colour colour) {
        graphics.setColor(color(colour));
        graphics.fill(rectangle(area, radius));
    }

    @Override
    public void strokeRounded(Rect area, double radius, Colour colour, Stroke stroke) {
        graphics.setColor(color(colour));
        graphics.setStroke(pen(stroke));
        graphics.draw(rectangle(area, radius));
    }

    @Override
    public void dots(Rect area, double spacing, double radius, Colour colour) {
        graphics.setColor(color(colour));
        for (double y = area.y(); y <= area.bottom(); y += spacing) {
            for (double x = area.x(); x <= area.right(); x += spacing) {
                graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
            }
        }
    }

    @Override
    public void text(String text, Face face, double size, double x, double baseline, Colour colour) {
        AffineTransform before = graphics.getTransform();
        double scale = size / face.unitsPerEm();
        Path2D line = new Path2D.Double(Path2D.WIND_NON_ZERO);
        for (Face.Placed placed : face.glyphs(text)) {
            Path2D glyph =
                    glyphs.computeIfAbsent(new Glyph(face, placed.glyph()), key -> shape(face.outline(key.number())));
            line.append(glyph.getPathIterator(AffineTransform.getTranslateInstance(placed.x(), 0)), false);
        }
        graphics.translate(x, baseline);
        graphics.scale(scale, scale);
        graphics.setColor(color(colour));
        graphics.fill(line);
        graphics.setTransform(before);
    }

    @Override
    public void save() {
        saved.push(graphics.getTransform());
    }

    @Override
    public void restore() {
        graphics.setTransform(saved.pop());
    }

    @Override
    public void translate(double dx, double dy) {
        graphics.translate(dx, dy);
    }

    @Override
    public void scale(double factor) {
        graphics.scale(factor, factor);
    }

    private static Color color(Colour colour) {
        return new Color(colour.red(), colour.green(), colour.blue(), (int) Math.round(255 * colour.alpha()));
    }

    private static BasicStroke pen(Stroke stroke) {
        float width = (float) stroke.width();
        if (stroke.dash() == 0) {
            return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        }
        float[] dashes = {(float) stroke.dash()};
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 10, dashes, 0);
    }

    private static RoundRectangle2D rectangle(Rect area, double radius) {
        return new RoundRectangle2D.Double(area.x(), area.y(), area.width(), area.height(), 2 * radius, 2 * radius);
    }

    private static Path2D shape(Path path) {
        Path2D shape = new Path2D.Double(Path2D.WIND_NON_ZERO);
        for (Segment segment : path.segments()) {
            switch (segment) {
                case Segment.Move(double x, double y) -> shape.moveTo(x, y);
                case Segment.Line(double x, double y) -> shape.lineTo(x, y);
                case Segment.Quad(double cx, double cy, double x, double y) -> shape.quadTo(cx, cy, x, y);
                case Segment.Cubic(double cx1, double cy1, double cx2, double cy2, double x, double y) ->
                    shape.curveTo(cx1, cy1, cx2, cy2, x, y);
                case Segment.Close() -> shape.closePath();
            }
        }
        return shape;
    }
}
