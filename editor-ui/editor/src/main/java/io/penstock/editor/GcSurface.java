// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Colour;
import io.penstock.editor.model.paint.Stroke;
import io.penstock.editor.model.paint.Surface;
import io.penstock.editor.model.text.Face;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.graphics.Transform;

/// Paints into a window.
final class GcSurface implements Surface, AutoCloseable {
    private final GC gc;
    private final Glyphs glyphs;
    private final Transform transform;
    private final Deque<double[]> saved = new ArrayDeque<>();
    private double scale = 1;
    private double dx;
    private double dy;

    /// @param glyphs kept from one painting to the next
    GcSurface(GC gc, Glyphs glyphs) {
        this.gc = gc;
        this.glyphs = glyphs;
        transform = new Transform(gc.getDevice());
        gc.setAdvanced(true);
        gc.setAntialias(SWT.ON);
        gc.setFillRule(SWT.FILL_WINDING);
        gc.setLineCap(SWT.CAP_ROUND);
        gc.setLineJoin(SWT.JOIN_ROUND);
    }

    @Override
    public void close() {
        gc.setTransform(null);
        transform.dispose();
    }

    private void place(double factor, double x, double y) {
        transform.setElements((float) factor, 0, 0, (float) factor, (float) x, (float) y);
        gc.setTransform(transform);
    }

    private void place() {
        place(scale, dx, dy);
    }

    private void ink(Colour colour) {
        Color color = new Color(colour.red(), colour.green(), colour.blue());
        gc.setForeground(color);
        gc.setBackground(color);
        gc.setAlpha((int) Math.round(255 * colour.alpha()));
    }

    private void pen(Stroke stroke) {
        gc.setLineWidth(1);
        org.eclipse.swt.graphics.LineAttributes line = gc.getLineAttributes();
        line.width = (float) stroke.width();
        line.cap = SWT.CAP_ROUND;
        line.join = SWT.JOIN_ROUND;
        if (stroke.dash() > 0) {
            line.style = SWT.LINE_CUSTOM;
            line.dash = new float[] {(float) stroke.dash(), (float) stroke.dash()};
        } else {
            line.style = SWT.LINE_SOLID;
            line.dash = null;
        }
        gc.setLineAttributes(line);
    }

    @Override
    public void fill(Path path, Colour colour) {
        ink(colour);
        place();
        org.eclipse.swt.graphics.Path outline = Glyphs.outline(gc, path);
        gc.fillPath(outline);
        outline.dispose();
    }

    @Override
    public void stroke(Path path, Colour colour, Stroke stroke) {
        ink(colour);
        place();
        pen(stroke);
        org.eclipse.swt.graphics.Path outline = Glyphs.outline(gc, path);
        gc.drawPath(outline);
        outline.dispose();
    }

    @Override
    public void fillRounded(Rect area, double radius, Colour colour) {
        ink(colour);
        place();
        if (radius == 0) {
            gc.fillRectangle(whole(area));
        } else {
            rounded(area, radius, true);
        }
    }

    @Override
    public void strokeRounded(Rect area, double radius, Colour colour, Stroke stroke) {
        ink(colour);
        place();
        pen(stroke);
        rounded(area, radius, false);
    }

    private void rounded(Rect area, double radius, boolean filled) {
        double r = Math.min(radius, Math.min(area.width(), area.height()) / 2);
        org.eclipse.swt.graphics.Path outline = Glyphs.outline(gc, Path.rounded(area, r, r, r, r));
        if (filled) {
            gc.fillPath(outline);
        } else {
            gc.drawPath(outline);
        }
        outline.dispose();
    }

    private static Rectangle whole(Rect area) {
        int left = (int) Math.floor(area.x());
        int top = (int) Math.floor(area.y());
        return new Rectangle(left, top, (int) Math.ceil(area.right()) - left, (int) Math.ceil(area.bottom()) - top);
    }

    @Override
    public void dots(Rect area, double spacing, double radius, Colour colour) {
        ink(colour);
        place();
        int size = (int) Math.max(1, Math.round(2 * radius));
        for (double y = area.y(); y <= area.bottom(); y += spacing) {
            for (double x = area.x(); x <= area.right(); x += spacing) {
                gc.fillRectangle((int) Math.round(x - radius), (int) Math.round(y - radius), size, size);
            }
        }
    }

    @Override
    public void text(String text, Face face, double size, double x, double baseline, Colour colour) {
        ink(colour);
        double factor = size / face.unitsPerEm();
        place(scale * factor, dx + scale * x, dy + scale * baseline);
        gc.fillPath(glyphs.line(gc, face, text));
    }

    @Override
    public void save() {
        saved.push(new double[] {scale, dx, dy});
    }

    @Override
    public void restore() {
        double[] before = saved.pop();
        scale = before[0];
        dx = before[1];
        dy = before[2];
    }

    @Override
    public void translate(double x, double y) {
        dx += scale * x;
        dy += scale * y;
    }

    @Override
    public void scale(double factor) {
        scale *= factor;
    }
}
