// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Picture.Wire;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Element.Kind;
import io.penstock.editor.model.scene.Element.Output;
import io.penstock.editor.model.text.Face;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Paints a picture on any surface; the top left of the picture's bounds comes to the surface's origin.
public final class Painter {
    private static final double DOTS = 24;
    private static final double CAPTION_SIZE = 11;
    private static final Stroke WIRE = Stroke.of(2);
    private static final Stroke HALO = Stroke.of(6);

    private final Theme theme;

    public Painter(Theme theme) {
        this.theme = theme;
    }

    /// Paints everything: ground, title, wires, ports and nodes.
    public void paint(Picture picture, Surface surface) {
        Rect bounds = picture.bounds();
        surface.fillRounded(new Rect(0, 0, bounds.width(), bounds.height()), 0, theme.canvas());
        surface.dots(new Rect(DOTS / 2, DOTS / 2, bounds.width(), bounds.height()), DOTS, 1, theme.dot());
        title(picture, surface);
        surface.save();
        surface.translate(-bounds.x(), -bounds.y());
        captions(picture, surface);
        wires(picture, surface);
        Set<String> used = used(picture);
        picture.cards().forEach(card -> card(card, used, surface));
        surface.restore();
    }

    private void title(Picture picture, Surface surface) {
        double x = Picture.MARGIN;
        double y = Picture.MARGIN + 14;
        surface.text(picture.title(), Face.STRONG, Picture.TITLE_SIZE, x, y, theme.name());
        String summary = picture.scene().summary();
        surface.text(summary, Face.TEXT, Picture.SUMMARY_SIZE, x, y + 22, theme.quiet());
    }

    private void captions(Picture picture, Surface surface) {
        caption(picture, Kind.CLIENT_PORT, "client side", surface);
        caption(picture, Kind.SERVER_PORT, "server side", surface);
    }

    private void caption(Picture picture, Kind kind, String words, Surface surface) {
        picture.cards().stream()
                .filter(card -> card.element().kind() == kind)
                .min(Comparator.comparingDouble(card -> card.area().y()))
                .ifPresent(card -> {
                    double x = card.area().x() + Card.PORT_PAD;
                    surface.text(
                            words, Face.STRONG, CAPTION_SIZE, x, card.area().y() - 10, theme.quiet());
                });
    }

    /// A band in the colour of the ground parts wires from those that they cross; wires that meet at a connector are
    /// not parted from each other.
    private void wires(Picture picture, Surface surface) {
        for (List<Wire> together : WirePath.meeting(picture.wires())) {
            together.forEach(wire -> surface.stroke(wire.path(), theme.canvas(), HALO));
            for (Wire wire : together) {
                surface.begin(wire.link().text());
                surface.stroke(wire.path(), theme.wire(), WIRE);
                surface.end();
            }
        }
    }

    private void card(Card card, Set<String> used, Surface surface) {
        surface.begin(card.element().spoken());
        surface.save();
        surface.translate(card.area().x(), card.area().y());
        new CardPainter(theme, surface, card).paint();
        connectors(theme, card, used, surface);
        surface.restore();
        surface.end();
    }

    /// An input points into its node; an output is round, and hollow while no wire starts there.
    static void connectors(Theme theme, Card card, Set<String> used, Surface surface) {
        Element element = card.element();
        if (element.inputs()) {
            Path arrow = Path.pen()
                    .move(-7, card.input() - 5)
                    .line(1, card.input())
                    .line(-7, card.input() + 5)
                    .close()
                    .path();
            surface.fill(arrow, theme.wire());
            surface.stroke(arrow, theme.wire(), Stroke.of(2));
        }
        List<Output> outputs = element.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            Point at = new Point(card.area().width(), card.output(i));
            boolean wired = used.contains(key(element.id(), outputs.get(i).connector()));
            Path dot = Path.circle(at.x(), at.y(), 4.5);
            surface.fill(dot, wired ? theme.wire() : theme.card());
            surface.stroke(dot, wired ? theme.card() : theme.wire(), Stroke.of(2));
        }
    }

    /// The outputs at which wires start.
    static Set<String> used(Picture picture) {
        Set<String> used = new HashSet<>();
        picture.scene().links().forEach(link -> used.add(key(link.from(), link.connector())));
        return used;
    }

    private static String key(String element, String connector) {
        return element + "." + connector;
    }
}
