// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.geometry.Viewport;
import io.penstock.editor.model.paint.Overlay.Difference;
import io.penstock.editor.model.paint.Overlay.Live;
import io.penstock.editor.model.paint.Picture.Wire;
import io.penstock.editor.model.scene.Scene;
import io.penstock.editor.model.scene.Scene.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Paints the part of a drawing that a window shows, with what the person does and what is known of the chain.
public final class CanvasPainter {
    private static final double DOTS = 24;
    private static final double LEAST_DOTS = 14;
    private static final Stroke WIRE = Stroke.of(2);
    private static final Stroke HALO = Stroke.of(6);

    private final Theme theme;
    private final CardStore store;
    private Optional<Scene> usedOf = Optional.empty();
    private Set<String> used = Set.of();

    public CanvasPainter(Theme theme) {
        this(theme, CardStore.NONE);
    }

    /// @param store paints cards from pictures that it keeps
    public CanvasPainter(Theme theme, CardStore store) {
        this.theme = theme;
        this.store = store;
    }

    /// Keeps the pictures of cards, for backs that copy faster than they draw.
    @FunctionalInterface
    public interface CardStore {
        /// Keeps nothing.
        CardStore NONE = (card, detail, painting) -> painting.run();

        /// Brings a card onto the surface; its top left corner is the origin.
        ///
        /// @param detail how much of it is painted
        /// @param painting paints it
        void paint(Card card, Detail detail, Runnable painting);
    }

    /// Paints what is inside a part of the window.
    ///
    /// @param clip the part, in units of the window
    public void paint(Picture picture, Overlay overlay, Viewport view, Rect clip, Surface surface) {
        ground(view, clip, surface);
        surface.save();
        surface.scale(view.zoom());
        surface.translate(-view.x(), -view.y());
        Rect seen = view.toDrawing(clip);
        Detail detail = Detail.of(view.zoom());
        MarkPainter marks = new MarkPainter(theme, surface, view.zoom());
        overlay.known().ghosts().forEach(marks::ghost);
        wires(picture, overlay, seen, detail, surface);
        cards(picture, overlay, seen, detail, surface, marks);
        labels(picture, overlay, seen, detail, marks);
        marks.gesture(overlay.gesture(), picture);
        surface.restore();
    }

    /// Paints over what was painted without attention and gestures: what the person is at, and what floats.
    ///
    /// @param floating names of what is being moved, and was painted without
    public void paintOver(
            Picture picture, Overlay overlay, Set<String> floating, Viewport view, Rect clip, Surface surface) {
        surface.save();
        surface.scale(view.zoom());
        surface.translate(-view.x(), -view.y());
        Rect seen = view.toDrawing(clip);
        Detail detail = Detail.of(view.zoom());
        MarkPainter marks = new MarkPainter(theme, surface, view.zoom());
        Picture afloat = afloat(picture, overlay, floating, seen);
        Set<Link> traced =
                overlay.trace().map(trace -> Set.copyOf(trace.links())).orElse(Set.of());
        afloat.wires().forEach(wire -> wire(wire, overlay, traced, surface));
        for (Card card : picture.cards()) {
            if (!floating.contains(card.element().id())) {
                marks.attentionOver(card, overlay);
            }
        }
        cards(afloat, overlay, seen, detail, surface, marks);
        labels(afloat, overlay, seen, detail, marks);
        marks.gesture(overlay.gesture(), picture);
        surface.restore();
    }

    /// What is moved, and the wires that are moved or raised.
    private static Picture afloat(Picture picture, Overlay overlay, Set<String> floating, Rect seen) {
        List<Card> cards = picture.cards().stream()
                .filter(card -> floating.contains(card.element().id()))
                .toList();
        List<Wire> wires = picture.wires().stream()
                .filter(wire -> wire.ends(floating) || isRaised(wire.link(), overlay, Set.of()))
                .filter(wire -> wire.extent().grown(8).overlaps(seen))
                .toList();
        return new Picture(picture.scene(), cards, wires, picture.bounds());
    }

    private void ground(Viewport view, Rect clip, Surface surface) {
        surface.fillRounded(clip, 0, theme.canvas());
        double spacing = DOTS * view.zoom();
        while (spacing < LEAST_DOTS) {
            spacing *= 2;
        }
        double left = clip.x()
                - Math.floorMod(Math.round((clip.x() + view.x() * view.zoom()) * 64), Math.round(spacing * 64)) / 64.0;
        double top = clip.y()
                - Math.floorMod(Math.round((clip.y() + view.y() * view.zoom()) * 64), Math.round(spacing * 64)) / 64.0;
        surface.dots(new Rect(left, top, clip.right() - left, clip.bottom() - top), spacing, 1, theme.dot());
    }

    private void wires(Picture picture, Overlay overlay, Rect seen, Detail detail, Surface surface) {
        List<Wire> visible = picture.wires().stream()
                .filter(wire -> wire.touches(seen.grown(8)))
                .toList();
        Set<Link> traced =
                overlay.trace().map(trace -> Set.copyOf(trace.links())).orElse(Set.of());
        List<Wire> raised = new ArrayList<>();
        for (List<Wire> together : WirePath.meeting(visible)) {
            if (detail == Detail.FULL) {
                together.forEach(wire -> surface.stroke(wire.path(), theme.canvas(), HALO));
            }
            for (Wire wire : together) {
                if (isRaised(wire.link(), overlay, traced)) {
                    raised.add(wire);
                } else {
                    wire(wire, overlay, traced, surface);
                }
            }
        }
        raised.forEach(wire -> wire(wire, overlay, traced, surface));
    }

    /// Asked again and again for one scene.
    private Set<String> used(Picture picture) {
        if (!usedOf.equals(Optional.of(picture.scene()))) {
            usedOf = Optional.of(picture.scene());
            used = Painter.used(picture);
        }
        return used;
    }

    private static boolean isRaised(Link link, Overlay overlay, Set<Link> traced) {
        return overlay.attention().selectedLinks().contains(link)
                || overlay.attention().hoverLink().equals(Optional.of(link))
                || overlay.attention().focusLink().equals(Optional.of(link))
                || overlay.gesture().drop().equals(Optional.of(link))
                || traced.contains(link);
    }

    private void wire(Wire wire, Overlay overlay, Set<Link> traced, Surface surface) {
        Link link = wire.link();
        Theme.Signals signals = theme.signals();
        boolean dropping = overlay.gesture().drop().equals(Optional.of(link));
        boolean selected = overlay.attention().selectedLinks().contains(link) || dropping || traced.contains(link);
        boolean near = overlay.attention().hoverLink().equals(Optional.of(link));
        Optional<Live> live = Optional.ofNullable(overlay.known().links().get(link));
        boolean added = live.filter(one -> one.difference() == Difference.ADDED).isPresent();
        double width =
                WIRE.width() + live.map(one -> 2.5 * Math.sqrt(one.share())).orElse(0.0);
        surface.begin(link.text());
        if (overlay.attention().focusLink().equals(Optional.of(link))) {
            surface.stroke(wire.path(), signals.accent(), new Stroke(width + 6, 3));
            surface.stroke(wire.path(), theme.canvas(), Stroke.of(width + 3));
        }
        if (overlay.trace().isPresent() && !traced.contains(link)) {
            surface.stroke(wire.path(), theme.edge(), Stroke.of(width));
        } else {
            Colour colour = selected ? signals.accent() : near ? theme.name() : theme.wire();
            double broad = selected || near ? width + 1 : width;
            surface.stroke(wire.path(), colour, added ? new Stroke(broad, 6) : Stroke.of(broad));
        }
        surface.end();
    }

    private void cards(Picture picture, Overlay overlay, Rect seen, Detail detail, Surface surface, MarkPainter marks) {
        if (picture.cards().isEmpty()) {
            return;
        }
        Set<String> used = used(picture);
        for (Card card : picture.cards()) {
            if (card.area().grown(MarkPainter.AROUND).overlaps(seen)) {
                surface.begin(card.element().spoken());
                surface.save();
                surface.translate(card.area().x(), card.area().y());
                store.paint(card, detail, () -> new CardPainter(theme, surface, card, detail).paint());
                Painter.connectors(theme, card, used, surface);
                surface.restore();
                marks.card(card, overlay);
                surface.end();
            }
        }
    }

    private static void labels(Picture picture, Overlay overlay, Rect seen, Detail detail, MarkPainter marks) {
        for (Wire wire : picture.wires()) {
            Live live = overlay.known().links().get(wire.link());
            boolean near = overlay.attention().hoverLink().equals(Optional.of(wire.link()));
            if (live != null
                    && (detail == Detail.FULL || near)
                    && wire.extent().grown(40).overlaps(seen)) {
                marks.wire(wire, live, overlay.known().stale());
            }
        }
        overlay.trace().ifPresent(trace -> marks.trace(trace, picture));
    }
}
