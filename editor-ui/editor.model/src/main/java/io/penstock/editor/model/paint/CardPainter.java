// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Card.PlacedMark;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Element.Line;
import io.penstock.editor.model.scene.Element.Mark;
import io.penstock.editor.model.scene.Element.Output;
import io.penstock.editor.model.scene.Icon;
import io.penstock.editor.model.text.Face;

/// Paints one port or node; its top left corner is the origin.
final class CardPainter {
    private static final int SHADOWS = 6;
    private static final double DASH = 5;
    private static final double SIGN = 20;

    private final Theme theme;
    private final Surface surface;
    private final Card card;
    private final Detail detail;
    private final Element element;
    private final double width;
    private final double height;

    CardPainter(Theme theme, Surface surface, Card card) {
        this(theme, surface, card, Detail.FULL);
    }

    CardPainter(Theme theme, Surface surface, Card card, Detail detail) {
        this.detail = detail;
        this.theme = theme;
        this.surface = surface;
        this.card = card;
        element = card.element();
        width = card.area().width();
        height = card.area().height();
    }

    void paint() {
        if (detail != Detail.FULL) {
            small();
            return;
        }
        face();
        header();
        if (card.port()) {
            lines(card.textLeft(), Card.HEADER - 4 - 2, width - Card.PORT_PAD);
        } else {
            marks();
            section();
        }
        edge();
    }

    /// What can be told from afar: a face, the sign's colour, and a name as large as there is room for.
    private void small() {
        surface.fillRounded(new Rect(0, 0, width, height), card.radius(), card.port() ? theme.port() : theme.card());
        surface.strokeRounded(new Rect(0, 0, width, height), card.radius(), theme.wire(), Stroke.of(1.5));
        double left = card.port() ? Card.PORT_PAD : Card.PAD;
        double top = card.port() ? (height - Card.ICON) / 2 : Card.PAD;
        Theme.Accent accent = card.port() ? theme.portAccent() : theme.accent(typeWord());
        surface.fillRounded(new Rect(left, top, Card.ICON, Card.ICON), 9, accent.ground());
        Signs.draw(surface, element.icon(), left + 5, top + 5, Card.ICON - 10, accent.ink());
        if (detail == Detail.SIMPLE) {
            double room = width - card.textLeft() - 6;
            text(element.id(), Face.STRONG, 20, card.textLeft(), top + 23, theme.name(), room);
        }
    }

    /// A soft shadow without a blur, which not every back has: many thin ones over each other.
    private void face() {
        Rect area = new Rect(0, 0, width, height);
        Colour shadow = new Colour(theme.shadow().rgb(), theme.shadow().alpha() / SHADOWS);
        for (int i = SHADOWS; i > 0; i--) {
            double by = i * 1.6 - 2;
            surface.fillRounded(area.grown(by).moved(0, 3), card.radius() + by, shadow);
        }
        surface.fillRounded(area, card.radius(), card.port() ? theme.port() : theme.card());
    }

    /// What only observes has a broken edge, beside its mark.
    private void edge() {
        boolean observes = element.marks().stream().anyMatch(mark -> mark.icon() == Icon.EYE);
        Stroke stroke = observes ? new Stroke(1.5, DASH) : Stroke.of(1);
        Colour colour = observes ? theme.quiet() : theme.edge();
        surface.strokeRounded(new Rect(0, 0, width, height).grown(-0.5), card.radius() - 0.5, colour, stroke);
    }

    private void header() {
        double left = card.port() ? Card.PORT_PAD : Card.PAD;
        double top = card.port() && card.lines().isEmpty() ? (height - Card.ICON) / 2 : Card.PAD;
        Theme.Accent accent = card.port() ? theme.portAccent() : theme.accent(typeWord());
        double radius = card.port() ? Card.ICON / 2 : 9;
        surface.fillRounded(new Rect(left, top, Card.ICON, Card.ICON), radius, accent.ground());
        double inset = (Card.ICON - (card.port() ? SIGN - 4 : SIGN)) / 2;
        Signs.draw(surface, element.icon(), left + inset, top + inset, Card.ICON - 2 * inset, accent.ink());
        double room = width - card.textLeft() - Card.PAD;
        text(element.id(), Face.STRONG, Card.NAME_SIZE, card.textLeft(), 26, theme.name(), room);
        text(element.type(), Face.TEXT, Card.TYPE_SIZE, card.textLeft(), 43, theme.quiet(), room);
    }

    private String typeWord() {
        return element.type().split(" ", 2)[0];
    }

    private void marks() {
        for (PlacedMark placed : card.marks()) {
            Mark mark = placed.mark();
            Rect chip = placed.area();
            double baseline = chip.y() + 14;
            surface.fillRounded(chip, chip.height() / 2, theme.mark());
            Signs.draw(surface, mark.icon(), chip.x() + 7, chip.y() + 4, 12, theme.markInk());
            surface.text(mark.word(), Face.STRONG, Card.MARK_SIZE, chip.x() + 23, baseline, theme.markInk());
        }
    }

    private void section() {
        double top = card.sectionTop();
        if (top >= height) {
            return;
        }
        double radius = card.radius();
        surface.fill(Path.rounded(new Rect(0, top, width, height - top), 0, 0, radius, radius), theme.section());
        if (card.branchTop() > top) {
            divider(top);
            lines(Card.PAD, top + Card.SECTION_PAD, width - Card.PAD);
        }
        if (element.branches()) {
            for (int i = 0; i < element.outputs().size(); i++) {
                branch(element.outputs().get(i), card.branchTop() + i * Card.BRANCH);
            }
        }
    }

    private void branch(Output output, double top) {
        divider(top);
        double baseline = top + Card.BRANCH / 2 + 4;
        double right = width - 18;
        String name = Face.STRONG.fit(output.connector(), Card.TYPE_SIZE, width / 2);
        double nameWidth = Face.STRONG.width(name, Card.TYPE_SIZE);
        surface.text(name, Face.STRONG, Card.TYPE_SIZE, right - nameWidth, baseline, theme.name());
        double room = right - nameWidth - 14 - Card.PAD;
        if (output.value().isEmpty()) {
            text("all else", Face.TEXT, Card.TYPE_SIZE, Card.PAD, baseline, theme.quiet(), room);
        } else {
            text(output.value(), Face.CODE, Card.CODE_SIZE, Card.PAD, baseline, theme.code(), room);
        }
    }

    private void divider(double y) {
        surface.stroke(Path.pen().move(0.5, y).line(width - 0.5, y).path(), theme.divider(), Stroke.of(1));
    }

    private void lines(double left, double top, double right) {
        double baseline = top + 13;
        for (Line line : card.lines()) {
            line(line, left, baseline, right - left);
            baseline += Card.LINE;
        }
        if (card.more() > 0) {
            text(card.moreText(), Face.TEXT, Card.TYPE_SIZE, left, baseline, theme.label(), right - left);
        }
    }

    private void line(Line line, double left, double baseline, double room) {
        double value = left;
        if (!line.label().isEmpty()) {
            double rest = room - Face.CODE.width(" " + line.value(), Card.CODE_SIZE);
            String label = Face.CODE.fit(line.label(), Card.CODE_SIZE, Math.max(room / 2, rest));
            surface.text(label, Face.CODE, Card.CODE_SIZE, left, baseline, theme.label());
            value += Face.CODE.width(label + " ", Card.CODE_SIZE);
        }
        text(line.value(), Face.CODE, Card.CODE_SIZE, value, baseline, theme.code(), left + room - value);
    }

    private void text(String text, Face face, double size, double x, double baseline, Colour colour, double room) {
        surface.text(face.fit(text, size, room), face, size, x, baseline, colour);
    }
}
