// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Guide;
import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Overlay.Answer;
import io.penstock.editor.model.paint.Overlay.Badge;
import io.penstock.editor.model.paint.Overlay.Difference;
import io.penstock.editor.model.paint.Overlay.DragWire;
import io.penstock.editor.model.paint.Overlay.Gesture;
import io.penstock.editor.model.paint.Overlay.Ghost;
import io.penstock.editor.model.paint.Overlay.Live;
import io.penstock.editor.model.paint.Overlay.Trace;
import io.penstock.editor.model.scene.Icon;
import io.penstock.editor.model.text.Face;
import io.penstock.editor.model.words.Words;
import java.util.List;
import java.util.Optional;

/// Paints what stands at cards and wires for a moment. Each state has a shape or a word beside its colour.
final class MarkPainter {
    /// How far beyond a card its marks may reach.
    static final double AROUND = 44;

    private static final double SIZE = 11;
    private static final double PILL = 20;

    /// Smaller letters cannot be read, in units of the window.
    private static final double LEAST_READABLE = 4.5;

    private final Theme theme;
    private final Theme.Signals signals;
    private final Surface surface;

    /// A line of one unit of the window.
    private final double hair;

    MarkPainter(Theme theme, Surface surface, double zoom) {
        this.theme = theme;
        this.signals = theme.signals();
        this.surface = surface;
        this.hair = 1 / zoom;
    }

    void card(Card card, Overlay overlay) {
        attention(card, overlay);
        badge(card, overlay);
        Live live = overlay.known().elements().get(card.element().id());
        if (live != null) {
            live(live, card.area(), overlay.known().stale());
        }
    }

    private void badge(Card card, Overlay overlay) {
        Badge badge = overlay.known().badges().get(card.element().id());
        if (badge != null) {
            badge(badge, card.area());
        }
    }

    /// What the person is at, over a card that was painted without. What its corners tell stays above that.
    void attentionOver(Card card, Overlay overlay) {
        attention(card, overlay);
        if (overlay.attention().isAt(card.element().id())) {
            badge(card, overlay);
            overlay.trace().ifPresent(trace -> step(trace, card));
        }
    }

    /// What the person is at.
    void attention(Card card, Overlay overlay) {
        String id = card.element().id();
        Rect area = card.area();
        Overlay.Attention attention = overlay.attention();
        double line = Math.max(2, 2 * hair);
        if (attention.selected().contains(id)) {
            surface.strokeRounded(area.grown(line / 2 + 1), card.radius() + 2, signals.accent(), Stroke.of(line));
        } else if (attention.hover().equals(Optional.of(id))) {
            surface.strokeRounded(area.grown(0.5), card.radius(), theme.wire(), Stroke.of(Math.max(1.5, hair)));
        }
        if (attention.focus().equals(Optional.of(id))) {
            surface.strokeRounded(area.grown(6), card.radius() + 6, signals.accent(), new Stroke(line, 4));
        }
    }

    /// An error is round, a warning is a triangle.
    private void badge(Badge badge, Rect area) {
        boolean error = badge.errors() > 0;
        Colour ground = error ? signals.bad() : signals.warning();
        int count = error ? badge.errors() : badge.warnings();
        double x = area.right() - 4;
        double y = area.y() + 2;
        surface.fill(error ? Path.circle(x, y, 10) : triangle(x, y, 12), ground);
        surface.stroke(error ? Path.circle(x, y, 10) : triangle(x, y, 12), theme.canvas(), Stroke.of(2));
        String text = count > 9 ? "9+" : error && count > 1 ? Integer.toString(count) : "!";
        double width = Face.STRONG.width(text, 12);
        surface.text(text, Face.STRONG, 12, x - width / 2, y + (error ? 4.2 : 5), signals.onSignal());
    }

    private static Path triangle(double x, double y, double r) {
        return Path.pen()
                .move(x, y - r)
                .line(x + r, y + r * 0.8)
                .line(x - r, y + r * 0.8)
                .close()
                .path();
    }

    /// Under the card: traffic in the colour of captions, drops with their sign.
    private void live(Live live, Rect area, boolean stale) {
        difference(live.difference(), area);
        if (SIZE / hair < LEAST_READABLE) {
            fromAfar(live, area, stale);
            return;
        }
        double x = area.x() + 4;
        double baseline = area.bottom() + 17;
        String traffic = joined(live.rate(), live.detail());
        if (!traffic.isEmpty()) {
            String shown = stale ? Words.say("live.stale", traffic) : traffic;
            surface.text(shown, Face.TEXT, SIZE, x, baseline, theme.quiet());
            x += Face.TEXT.width(shown, SIZE) + 10;
        }
        if (!live.drops().isEmpty()) {
            boolean fits = x + Face.STRONG.width(live.drops(), SIZE) + 16 <= area.right() + 40;
            drops(live.drops(), fits ? x : area.x() + 4, fits ? baseline : baseline + 17, stale);
        }
    }

    /// What can be told where words cannot be read: how busy it is beside the others, and that it drops.
    private void fromAfar(Live live, Rect area, boolean stale) {
        double thick = 3 * hair;
        double top = area.bottom() + 2 * hair;
        if (live.share() > 0) {
            double length = Math.max(thick, area.width() * Math.sqrt(live.share()));
            surface.fillRounded(new Rect(area.x(), top, length, thick), thick / 2, theme.quiet());
        }
        if (!live.drops().isEmpty()) {
            double x = area.right();
            double bottom = top + 7 * hair;
            Path arrow = Path.pen()
                    .move(x - 8 * hair, top)
                    .line(x, top)
                    .line(x - 4 * hair, bottom)
                    .close()
                    .path();
            surface.fill(arrow, stale ? theme.quiet() : signals.bad());
        }
    }

    private void drops(String text, double x, double baseline, boolean stale) {
        Colour ink = stale ? theme.quiet() : signals.bad();
        Path arrow = Path.pen()
                .move(x, baseline - 8)
                .line(x + 9, baseline - 8)
                .line(x + 4.5, baseline)
                .close()
                .path();
        surface.fill(arrow, ink);
        surface.text(text, Face.STRONG, SIZE, x + 13, baseline, ink);
    }

    private void difference(Difference difference, Rect area) {
        if (difference == Difference.SAME) {
            return;
        }
        boolean added = difference == Difference.ADDED;
        String word = Words.say(added ? "diff.added" : "diff.changed");
        double width = Face.STRONG.width(word, SIZE) + 16;
        Rect pill = new Rect(area.x() + 10, area.y() - PILL / 2 - 2, width, PILL);
        surface.fillRounded(pill, PILL / 2, added ? signals.good() : signals.warning());
        surface.strokeRounded(pill, PILL / 2, theme.canvas(), Stroke.of(2));
        surface.text(word, Face.STRONG, SIZE, pill.x() + 8, pill.y() + 14, signals.onSignal());
    }

    void wire(Picture.Wire wire, Live live, boolean stale) {
        String text =
                live.difference() == Difference.ADDED ? joined(Words.say("diff.added"), live.rate()) : live.rate();
        if (text.isEmpty()) {
            return;
        }
        Point middle = wire.middle();
        pill(stale ? Words.say("live.stale", text) : text, middle.x(), middle.y(), theme.quiet(), stale);
    }

    private void pill(String text, double x, double y, Colour ink, boolean broken) {
        double width = Face.TEXT.width(text, SIZE) + 14;
        Rect pill = new Rect(x - width / 2, y - 9, width, 18);
        surface.fillRounded(pill, 9, theme.canvas());
        surface.strokeRounded(pill, 9, broken ? theme.quiet() : theme.edge(), broken ? new Stroke(1, 3) : Stroke.of(1));
        surface.text(text, Face.TEXT, SIZE, pill.x() + 7, y + 4, ink);
    }

    void ghost(Ghost ghost) {
        Rect area = ghost.place();
        surface.strokeRounded(area, 12, theme.quiet(), new Stroke(1.5, 5));
        double room = area.width() - 24;
        String name = Face.STRONG.fit(ghost.name(), Card.NAME_SIZE, room);
        surface.text(name, Face.STRONG, Card.NAME_SIZE, area.x() + 12, area.y() + 24, theme.quiet());
        double width = Face.STRONG.width(name, Card.NAME_SIZE);
        Path through = Path.pen()
                .move(area.x() + 12, area.y() + 19)
                .line(area.x() + 12 + width, area.y() + 19)
                .path();
        surface.stroke(through, theme.quiet(), Stroke.of(1.5));
        String word = Words.say("diff.removed", ghost.type());
        surface.text(
                Face.TEXT.fit(word, Card.TYPE_SIZE, room),
                Face.TEXT,
                Card.TYPE_SIZE,
                area.x() + 12,
                area.y() + 42,
                theme.quiet());
    }

    /// Numbers along the way, and a cross where it ends.
    void trace(Trace trace, Picture picture) {
        trace.end().flatMap(picture::card).ifPresent(card -> {
            Rect area = card.area();
            surface.strokeRounded(area.grown(2), card.radius() + 2, signals.bad(), Stroke.of(3));
            Signs.draw(surface, Icon.CROSS, area.right() - 22, area.bottom() - 22, 18, signals.bad());
        });
        picture.cards().forEach(card -> step(trace, card));
    }

    private void step(Trace trace, Card card) {
        int step = trace.elements().lastIndexOf(card.element().id()) + 1;
        if (step == 0) {
            return;
        }
        Rect area = card.area();
        Path circle = Path.circle(area.x() + 4, area.y() + 2, 10);
        surface.fill(circle, signals.accent());
        surface.stroke(circle, theme.canvas(), Stroke.of(2));
        String text = Integer.toString(step);
        double width = Face.STRONG.width(text, SIZE);
        surface.text(text, Face.STRONG, SIZE, area.x() + 4 - width / 2, area.y() + 6, signals.onSignal());
    }

    void gesture(Gesture gesture, Picture picture) {
        gesture.guides().forEach(this::guide);
        gesture.band().ifPresent(band -> {
            surface.fillRounded(band, 3 * hair, new Colour(signals.accent().rgb(), 0.1));
            surface.strokeRounded(band, 3 * hair, signals.accent(), Stroke.of(1.5 * hair));
        });
        gesture.wire().ifPresent(this::drag);
        gesture.drop().flatMap(picture::wire).ifPresent(wire -> {
            Path plus = Path.circle(wire.middle().x(), wire.middle().y(), 11);
            surface.fill(plus, signals.accent());
            Signs.draw(surface, Icon.PLUS, wire.middle().x() - 8, wire.middle().y() - 8, 16, signals.onSignal());
        });
    }

    private void guide(Guide guide) {
        Path.Pen pen = Path.pen();
        if (guide.upright()) {
            pen.move(guide.at(), guide.from() - 12).line(guide.at(), guide.to() + 12);
        } else {
            pen.move(guide.from() - 12, guide.at()).line(guide.to() + 12, guide.at());
        }
        surface.stroke(pen.path(), signals.accent(), new Stroke(1.2 * hair, 4 * hair));
    }

    private void drag(DragWire drag) {
        Colour colour = switch (drag.answer()) {
            case OPEN -> theme.wire();
            case ACCEPTED -> signals.good();
            case REFUSED -> signals.bad();
        };
        Path path = WirePath.through(List.of(drag.from(), drag.to()));
        surface.stroke(path, colour, drag.answer() == Answer.REFUSED ? new Stroke(2.5, 7) : Stroke.of(2.5));
        Path end = Path.circle(drag.to().x(), drag.to().y(), drag.answer() == Answer.OPEN ? 5 : 9);
        surface.fill(end, colour);
        if (drag.answer() != Answer.OPEN) {
            Icon icon = drag.answer() == Answer.ACCEPTED ? Icon.CHECK : Icon.CROSS;
            Signs.draw(surface, icon, drag.to().x() - 7, drag.to().y() - 7, 14, signals.onSignal());
        }
        if (!drag.reason().isEmpty()) {
            tip(drag.reason(), drag.to().x() + 16, drag.to().y() + 14);
        }
    }

    /// A note beside the pointer.
    private void tip(String text, double x, double y) {
        double scale = hair;
        String shown = Face.TEXT.fit(text, 12, 420);
        surface.save();
        surface.translate(x, y);
        surface.scale(scale);
        Rect box = new Rect(0, 0, Face.TEXT.width(shown, 12) + 20, 28);
        surface.fillRounded(box, 7, signals.tip());
        surface.text(shown, Face.TEXT, 12, 10, 18.5, signals.tipInk());
        surface.restore();
    }

    private static String joined(String one, String other) {
        return one.isEmpty() ? other : other.isEmpty() ? one : one + " · " + other;
    }
}
