// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.text.Face;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Remembers what was drawn, in units of the whole picture.
final class RecordingSurface implements Surface {
    final List<Text> texts = new ArrayList<>();
    final List<Rect> areas = new ArrayList<>();
    final List<String> things = new ArrayList<>();
    private final Deque<double[]> saved = new ArrayDeque<>();
    private double[] transform = {0, 0, 1};
    private int depth;

    /// A text with the area that it takes.
    record Text(String text, Rect area) {}

    @Override
    public void fill(Path path, Colour colour) {
        areas.add(mapped(WirePath.extent(path)));
    }

    @Override
    public void stroke(Path path, Colour colour, Stroke stroke) {
        areas.add(mapped(WirePath.extent(path).grown(stroke.width() / 2)));
    }

    @Override
    public void fillRounded(Rect area, double radius, Colour colour) {
        areas.add(mapped(area));
    }

    @Override
    public void strokeRounded(Rect area, double radius, Colour colour, Stroke stroke) {
        areas.add(mapped(area.grown(stroke.width() / 2)));
    }

    @Override
    public void dots(Rect area, double spacing, double radius, Colour colour) {}

    @Override
    public void text(String text, Face face, double size, double x, double baseline, Colour colour) {
        texts.add(new Text(text, mapped(new Rect(x, baseline - size * 0.8, face.width(text, size), size))));
    }

    @Override
    public void save() {
        saved.push(transform.clone());
    }

    @Override
    public void restore() {
        transform = saved.pop();
    }

    @Override
    public void translate(double dx, double dy) {
        transform[0] += dx * transform[2];
        transform[1] += dy * transform[2];
    }

    @Override
    public void scale(double factor) {
        transform[2] *= factor;
    }

    @Override
    public void begin(String name) {
        depth++;
        things.add(name);
    }

    @Override
    public void end() {
        depth--;
    }

    /// Whether every save and every beginning has its end.
    boolean balanced() {
        return saved.isEmpty() && depth == 0;
    }

    private Rect mapped(Rect r) {
        double scale = transform[2];
        return new Rect(
                transform[0] + r.x() * scale, transform[1] + r.y() * scale, r.width() * scale, r.height() * scale);
    }
}
