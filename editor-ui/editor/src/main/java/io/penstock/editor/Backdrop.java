// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.geometry.Viewport;
import io.penstock.editor.model.paint.CanvasPainter;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.paint.Picture;
import io.penstock.editor.model.paint.Theme;
import io.penstock.editor.model.scene.Scene.Link;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.internal.cairo.Cairo;
import org.eclipse.swt.widgets.Canvas;
import org.jspecify.annotations.Nullable;

/// All of the canvas that does not follow the pointer, kept as an image in tiles. Only tiles in which something has
/// changed are painted anew: what is drawn at once, and live values a few tiles at a time when there is nothing else to
/// do, so that a pointer never waits for them.
final class Backdrop implements AutoCloseable {
    private static final int WIDE = 256;
    private static final int HIGH = 128;
    private static final long SHARE_NANOS = 4_000_000;

    /// How far beside a card or wire something may be painted that belongs to it.
    private static final double AROUND = 60;

    private final Canvas canvas;
    private final Glyphs glyphs;
    private final BitSet drawn = new BitSet();
    private final BitSet live = new BitSet();
    private @Nullable Image image;
    private @Nullable Shown shown;
    private @Nullable CanvasPainter painter;
    private int columns;
    private int rows;

    /// What the tiles show, or will.
    private record Shown(
            Theme theme,
            int width,
            int height,
            int scale,
            Viewport view,
            Picture picture,
            Overlay overlay,
            Set<String> floating) {
        boolean isAsLargeAs(Shown next) {
            return width == next.width && height == next.height && scale == next.scale;
        }

        /// Whether everything is to be painted anew when that is shown in its place.
        boolean differsAllOver(Shown next) {
            return !theme.equals(next.theme)
                    || !isAsLargeAs(next)
                    || !view.equals(next.view)
                    || !overlay.trace().equals(next.overlay.trace())
                    || overlay.known().stale() != next.overlay.known().stale()
                    || !overlay.known().ghosts().equals(next.overlay.known().ghosts());
        }
    }

    Backdrop(Canvas canvas, Glyphs glyphs) {
        this.canvas = canvas;
        this.glyphs = glyphs;
    }

    /// Brings the image up to date.
    ///
    /// @param floating what is being moved, and painted by somebody else meanwhile
    /// @param to gets a copy; [#isDone] says whether [#goOn] is to be called soon
    void paint(GC to, Theme theme, Viewport view, Picture picture, Overlay overlay, Set<String> floating) {
        var size = canvas.getClientArea();
        Overlay still = overlay.with(Overlay.Attention.NONE).with(Overlay.Gesture.NONE);
        Shown next = new Shown(
                theme,
                Math.max(1, size.width),
                Math.max(1, size.height),
                Math.max(1, (canvas.getMonitor().getZoom() + 99) / 100),
                view,
                picture,
                still,
                Set.copyOf(floating));
        Shown before = shown;
        Image kept = image;
        if (before == null || kept == null || before.differsAllOver(next)) {
            kept = begin(next, before, kept);
        } else {
            compare(before, next);
        }
        shown = next;
        paint(kept, next, drawn, Long.MAX_VALUE);
        copy(kept, next.scale(), to);
    }

    /// Copies the image as it is. The toolkit's own way reads all of its pixels back first, to learn its size.
    private static void copy(Image from, int scale, GC to) {
        Cairo.cairo_save(to.handle);
        Cairo.cairo_scale(to.handle, 1.0 / scale, 1.0 / scale);
        Cairo.cairo_set_source_surface(to.handle, from.surface, 0, 0);
        Cairo.cairo_paint(to.handle);
        Cairo.cairo_restore(to.handle);
    }

    boolean isDone() {
        return drawn.isEmpty() && live.isEmpty();
    }

    /// Paints some of the tiles in which only values have changed.
    ///
    /// @return whether all are done, and the image is to be shown
    boolean goOn() {
        Image kept = image;
        Shown now = shown;
        if (kept != null && now != null && drawn.isEmpty()) {
            paint(kept, now, live, SHARE_NANOS);
        }
        return isDone();
    }

    private Image begin(Shown next, @Nullable Shown before, @Nullable Image old) {
        Image kept = old;
        if (kept == null || before == null || !before.isAsLargeAs(next)) {
            close();
            kept = new Image(canvas.getDisplay(), next.width() * next.scale(), next.height() * next.scale());
            image = kept;
        }
        painter = new CanvasPainter(next.theme());
        columns = (next.width() + WIDE - 1) / WIDE;
        rows = (next.height() + HIGH - 1) / HIGH;
        live.clear();
        drawn.set(0, columns * rows);
        return kept;
    }

    /// A picture in which nothing has changed is the same one.
    @SuppressWarnings("ReferenceEquality")
    private void compare(Shown before, Shown next) {
        if (before.picture() != next.picture()) {
            comparePictures(before, next);
        }
        if (!before.floating().equals(next.floating())) {
            Set<String> changed = new HashSet<>(before.floating());
            changed.addAll(next.floating());
            markAll(before.picture(), changed, next.view());
            markAll(next.picture(), changed, next.view());
        }
        if (!before.overlay().known().equals(next.overlay().known())) {
            compareKnown(before.overlay().known(), next);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a scene that has not changed is the same one
    private void comparePictures(Shown before, Shown next) {
        if (before.picture().scene() == next.picture().scene()) {
            compareInOrder(before.picture(), next);
        } else {
            compareByName(before, next);
        }
    }

    /// Of one scene, cards and wires stand at the same place of both lists.
    private void compareInOrder(Picture before, Shown next) {
        Set<String> floating = next.floating();
        for (int i = 0; i < before.cards().size(); i++) {
            Card old = before.cards().get(i);
            Card card = next.picture().cards().get(i);
            if (!card.equals(old) && !floating.contains(card.element().id())) {
                mark(drawn, card, next.view());
                mark(drawn, old, next.view());
            }
        }
        for (int i = 0; i < before.wires().size(); i++) {
            Picture.Wire old = before.wires().get(i);
            Picture.Wire wire = next.picture().wires().get(i);
            if (!wire.equals(old) && !wire.ends(floating)) {
                mark(drawn, wire, next.view());
                mark(drawn, old, next.view());
            }
        }
    }

    private void compareByName(Shown before, Shown next) {
        Map<String, Card> cards = new HashMap<>();
        before.picture().cards().forEach(card -> cards.put(card.element().id(), card));
        for (Card card : next.picture().cards()) {
            Card old = cards.remove(card.element().id());
            if (!card.equals(old) && !next.floating().contains(card.element().id())) {
                mark(drawn, card, next.view());
                if (old != null) {
                    mark(drawn, old, next.view());
                }
            }
        }
        cards.values().forEach(gone -> mark(drawn, gone, next.view()));
        Map<Link, Picture.Wire> wires = new HashMap<>();
        before.picture().wires().forEach(wire -> wires.put(wire.link(), wire));
        for (Picture.Wire wire : next.picture().wires()) {
            Picture.Wire old = wires.remove(wire.link());
            if (!wire.equals(old) && !wire.ends(next.floating())) {
                mark(drawn, wire, next.view());
                if (old != null) {
                    mark(drawn, old, next.view());
                }
            }
        }
        wires.values().forEach(gone -> mark(drawn, gone, next.view()));
    }

    private void markAll(Picture picture, Set<String> ids, Viewport view) {
        picture.cards().stream()
                .filter(card -> ids.contains(card.element().id()))
                .forEach(card -> mark(drawn, card, view));
        picture.wires().stream().filter(wire -> wire.ends(ids)).forEach(wire -> mark(drawn, wire, view));
    }

    private void compareKnown(Overlay.Known before, Shown next) {
        Overlay.Known known = next.overlay().known();
        for (Card card : next.picture().cards()) {
            String id = card.element().id();
            if (!Objects.equals(before.badges().get(id), known.badges().get(id))) {
                mark(drawn, card, next.view());
            } else if (!Objects.equals(
                    before.elements().get(id), known.elements().get(id))) {
                mark(live, card, next.view());
            }
        }
        for (Picture.Wire wire : next.picture().wires()) {
            if (!Objects.equals(before.links().get(wire.link()), known.links().get(wire.link()))) {
                mark(live, wire, next.view());
            }
        }
    }

    private void mark(BitSet tiles, Card card, Viewport view) {
        Rect area = view.toWindow(card.area().grown(AROUND)).grown(2);
        int left = Math.clamp((long) Math.floor(area.x() / WIDE), 0, columns);
        int right = Math.clamp((long) Math.floor(area.right() / WIDE), -1, columns - 1);
        int top = Math.clamp((long) Math.floor(area.y() / HIGH), 0, rows);
        int bottom = Math.clamp((long) Math.floor(area.bottom() / HIGH), -1, rows - 1);
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                tiles.set(row * columns + column);
            }
        }
    }

    private void mark(BitSet tiles, Picture.Wire wire, Viewport view) {
        for (int tile = 0; tile < columns * rows; tile++) {
            if (!tiles.get(tile) && wire.touches(view.toDrawing(area(tile)).grown(AROUND))) {
                tiles.set(tile);
            }
        }
    }

    private Rect area(int tile) {
        int left = tile % columns * WIDE;
        int top = tile / columns * HIGH;
        return new Rect(left, top, WIDE, HIGH);
    }

    /// Paints tiles, at least one and as many as there is time for.
    private void paint(Image kept, Shown next, BitSet tiles, long nanos) {
        if (tiles.isEmpty() || painter == null) {
            return;
        }
        long begin = System.nanoTime();
        Picture picture = next.picture().without(next.floating());
        GC gc = new GC(kept);
        try {
            do {
                int tile = tiles.nextSetBit(0);
                drawn.clear(tile);
                live.clear(tile);
                paint(gc, painter, picture, next, tile);
            } while (!tiles.isEmpty() && System.nanoTime() - begin < nanos);
        } finally {
            gc.dispose();
        }
    }

    private void paint(GC gc, CanvasPainter hand, Picture picture, Shown next, int tile) {
        int wide = WIDE * next.scale();
        int high = HIGH * next.scale();
        gc.setClipping(tile % columns * wide, tile / columns * high, wide, high);
        try (GcSurface surface = new GcSurface(gc, glyphs)) {
            surface.scale(next.scale());
            hand.paint(picture, next.overlay(), next.view(), area(tile), surface);
        }
    }

    @Override
    public void close() {
        if (image != null) {
            image.dispose();
            image = null;
        }
    }
}
