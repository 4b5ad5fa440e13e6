// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Path.Segment;
import io.penstock.editor.model.text.Face;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.swt.graphics.GC;

/// Lines of text as outlines, kept while they are in use: text is drawn as it was measured, on every machine.
final class Glyphs implements AutoCloseable {
    private static final int MOST_LINES = 4_000;

    private final Map<Key, org.eclipse.swt.graphics.Path> lines = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, org.eclipse.swt.graphics.Path> eldest) {
            boolean full = size() > MOST_LINES;
            if (full) {
                eldest.getValue().dispose();
            }
            return full;
        }
    };

    private record Key(Face face, String text) {}

    /// The outline of a line of text in units of its face.
    org.eclipse.swt.graphics.Path line(GC gc, Face face, String text) {
        return lines.computeIfAbsent(new Key(face, text), _ -> made(gc, face, text));
    }

    private static org.eclipse.swt.graphics.Path made(GC gc, Face face, String text) {
        org.eclipse.swt.graphics.Path line = new org.eclipse.swt.graphics.Path(gc.getDevice());
        for (Face.Placed placed : face.glyphs(text)) {
            append(line, face.outline(placed.glyph()), placed.x());
        }
        return line;
    }

    /// An outline for this toolkit; the caller gives it back.
    static org.eclipse.swt.graphics.Path outline(GC gc, Path path) {
        org.eclipse.swt.graphics.Path outline = new org.eclipse.swt.graphics.Path(gc.getDevice());
        append(outline, path, 0);
        return outline;
    }

    private static void append(org.eclipse.swt.graphics.Path to, Path path, double right) {
        for (Segment segment : path.segments()) {
            switch (segment) {
                case Segment.Move(double x, double y) -> to.moveTo((float) (x + right), (float) y);
                case Segment.Line(double x, double y) -> to.lineTo((float) (x + right), (float) y);
                case Segment.Quad(double cx, double cy, double x, double y) ->
                    to.quadTo((float) (cx + right), (float) cy, (float) (x + right), (float) y);
                case Segment.Cubic(double cx1, double cy1, double cx2, double cy2, double x, double y) ->
                    to.cubicTo(
                            (float) (cx1 + right),
                            (float) cy1,
                            (float) (cx2 + right),
                            (float) cy2,
                            (float) (x + right),
                            (float) y);
                case Segment.Close() -> to.close();
            }
        }
    }

    @Override
    public void close() {
        lines.values().forEach(org.eclipse.swt.graphics.Path::dispose);
        lines.clear();
    }
}
