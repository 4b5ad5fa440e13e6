// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.picture;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Path.Segment;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Colour;
import io.penstock.editor.model.paint.Stroke;
import io.penstock.editor.model.paint.Surface;
import io.penstock.editor.model.text.Face;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Writes a picture as SVG that looks the same everywhere: text is drawn by outlines, each glyph written once, and
/// names of things stand beside as titles.
final class SvgSurface implements Surface {
    private final Map<String, String> definitions = new LinkedHashMap<>();
    private final StringBuilder body = new StringBuilder();
    private final Deque<Integer> open = new ArrayDeque<>();
    private int groups;

    /// The whole document.
    ///
    /// @param scale pixels for each unit
    String document(String title, String description, double width, double height, double scale) {
        StringBuilder text = new StringBuilder();
        text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(number(width * scale));
        text.append("\" height=\"").append(number(height * scale));
        text.append("\" viewBox=\"0 0 ").append(number(width)).append(' ').append(number(height));
        text.append("\" role=\"graphics-document\" aria-label=\"").append(escaped(title));
        text.append("\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n");
        text.append("<title>").append(escaped(title)).append("</title>\n");
        text.append("<desc>").append(escaped(description)).append("</desc>\n");
        text.append("<defs>\n");
        definitions.values().forEach(definition -> text.append(definition).append('\n'));
        return text.append("</defs>\n").append(body).append("</svg>\n").toString();
    }

    @Override
    public void fill(Path path, Colour colour) {
        body.append("<path d=\"").append(data(path)).append('"');
        paint("fill", colour);
        body.append("/>\n");
    }

    @Override
    public void stroke(Path path, Colour colour, Stroke stroke) {
        body.append("<path d=\"").append(data(path)).append("\" fill=\"none\"");
        line(colour, stroke);
        body.append("/>\n");
    }

    @Override
    public void fillRounded(Rect area, double radius, Colour colour) {
        rectangle(area, radius);
        paint("fill", colour);
        body.append("/>\n");
    }

    @Override
    public void strokeRounded(Rect area, double radius, Colour colour, Stroke stroke) {
        rectangle(area, radius);
        body.append(" fill=\"none\"");
        line(colour, stroke);
        body.append("/>\n");
    }

    @Override
    public void dots(Rect area, double spacing, double radius, Colour colour) {
        String id = "dots-" + colour.hex().substring(1);
        definitions.put(
                id,
                "<pattern id=\"" + id + "\" x=\"" + number(area.x() - spacing / 2) + "\" y=\""
                        + number(area.y() - spacing / 2) + "\" width=\"" + number(spacing) + "\" height=\""
                        + number(spacing) + "\" patternUnits=\"userSpaceOnUse\"><circle cx=\"" + number(spacing / 2)
                        + "\" cy=\"" + number(spacing / 2) + "\" r=\"" + number(radius) + "\" fill=\"" + colour.hex()
                        + "\"/></pattern>");
        rectangle(area.grown(radius), 0);
        body.append(" fill=\"url(#").append(id).append(")\"/>\n");
    }

    @Override
    public void text(String text, Face face, double size, double x, double baseline, Colour colour) {
        body.append("<g transform=\"translate(").append(number(x)).append(' ').append(number(baseline));
        body.append(") scale(").append(fine(size / face.unitsPerEm())).append(")\"");
        paint("fill", colour);
        body.append('>');
        for (Face.Placed placed : face.glyphs(text)) {
            Path outline = face.outline(placed.glyph());
            if (!outline.segments().isEmpty()) {
                String id = face.name().toLowerCase(Locale.ROOT) + placed.glyph();
                definitions.computeIfAbsent(id, key -> "<path id=\"" + key + "\" d=\"" + data(outline) + "\"/>");
                body.append("<use href=\"#").append(id);
                body.append(placed.x() == 0 ? "\"/>" : "\" x=\"" + placed.x() + "\"/>");
            }
        }
        body.append("</g>\n");
    }

    @Override
    public void save() {
        open.push(groups);
    }

    @Override
    public void restore() {
        for (int before = open.pop(); groups > before; groups--) {
            body.append("</g>\n");
        }
    }

    @Override
    public void translate(double dx, double dy) {
        transform("translate(" + number(dx) + " " + number(dy) + ")");
    }

    @Override
    public void scale(double factor) {
        transform("scale(" + fine(factor) + ")");
    }

    @Override
    public void begin(String name) {
        body.append("<g role=\"graphics-symbol\" aria-label=\"").append(escaped(name));
        body.append("\"><title>").append(escaped(name)).append("</title>\n");
    }

    @Override
    public void end() {
        body.append("</g>\n");
    }

    private void transform(String transform) {
        groups++;
        body.append("<g transform=\"").append(transform).append("\">\n");
    }

    private void rectangle(Rect area, double radius) {
        body.append("<rect x=\"").append(number(area.x())).append("\" y=\"").append(number(area.y()));
        body.append("\" width=\"").append(number(area.width()));
        body.append("\" height=\"").append(number(area.height())).append('"');
        if (radius > 0) {
            body.append(" rx=\"").append(number(radius)).append('"');
        }
    }

    private void line(Colour colour, Stroke stroke) {
        paint("stroke", colour);
        body.append(" stroke-width=\"").append(number(stroke.width())).append('"');
        if (stroke.dash() > 0) {
            body.append(" stroke-dasharray=\"").append(number(stroke.dash())).append('"');
        }
    }

    private void paint(String what, Colour colour) {
        body.append(' ').append(what).append("=\"").append(colour.hex()).append('"');
        if (colour.alpha() < 1) {
            body.append(' ')
                    .append(what)
                    .append("-opacity=\"")
                    .append(fine(colour.alpha()))
                    .append('"');
        }
    }

    private static String data(Path path) {
        StringBuilder data = new StringBuilder();
        for (Segment segment : path.segments()) {
            switch (segment) {
                case Segment.Move(double x, double y) -> step(data, 'M', x, y);
                case Segment.Line(double x, double y) -> step(data, 'L', x, y);
                case Segment.Quad(double cx, double cy, double x, double y) -> step(data, 'Q', cx, cy, x, y);
                case Segment.Cubic(double cx1, double cy1, double cx2, double cy2, double x, double y) ->
                    step(data, 'C', cx1, cy1, cx2, cy2, x, y);
                case Segment.Close() -> step(data, 'Z');
            }
        }
        return data.toString();
    }

    /// A minus sign parts two numbers as well as a space does.
    private static void step(StringBuilder data, char command, double... numbers) {
        data.append(command);
        for (int i = 0; i < numbers.length; i++) {
            String number = number(numbers[i]);
            data.append(i == 0 || number.startsWith("-") ? "" : " ").append(number);
        }
    }

    private static String number(double value) {
        return rounded(value, 100);
    }

    private static String fine(double value) {
        return rounded(value, 1_000_000);
    }

    private static String rounded(double value, long parts) {
        long scaled = Math.round(value * parts);
        String sign = scaled < 0 ? "-" : "";
        long size = Math.abs(scaled);
        String rest = Long.toString(parts + size % parts).substring(1).replaceFirst("0+$", "");
        return sign + size / parts + (rest.isEmpty() ? "" : "." + rest);
    }

    /// XML 1.0 cannot hold every character; those that it cannot become the replacement character.
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            switch (codePoint) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(allowed(codePoint) ? codePoint : 0xfffd);
            }
        });
        return safe.toString();
    }

    private static boolean allowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
