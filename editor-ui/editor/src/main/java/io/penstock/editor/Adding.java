// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.chain.End;
import io.penstock.chain.Wire;
import io.penstock.editor.model.edit.Edit;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.palette.Palette;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.view.Hit;
import io.penstock.editor.model.view.Snap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;

/// Puts new things into the drawing: where they are dropped, into the wire they are dropped on, or behind what is
/// selected.
final class Adding {
    private static final double WIDTH = 200;
    private static final double HEIGHT = 56;
    private static final double GAP = 72;

    private final Desk desk;
    private final CanvasPane canvas;
    /// The last menu. It lives until the next one comes: a menu hides before it tells what was chosen.
    private Optional<Menu> offered = Optional.empty();

    Adding(Desk desk, CanvasPane canvas) {
        this.desk = desk;
        this.canvas = canvas;
    }

    PalettePane.Uses uses() {
        return new PalettePane.Uses(this::addBehind, this::drag, this::drop);
    }

    private static Edit edit(String id, Palette.Entry entry, Point place) {
        return entry.kind() == Palette.Kind.PORT
                ? Edits.addPort(id, entry.type(), Map.of(), place)
                : Edits.addNode(id, entry.type(), Map.of(), place);
    }

    private String name(Palette.Entry entry) {
        return Edits.freeName(desk.editing().drawing(), entry.kind() == Palette.Kind.PORT ? "port" : entry.type());
    }

    private static Point snapped(Point place) {
        return new Point(Snap.grid(place.x()), Snap.grid(place.y()));
    }

    private void added(String id, Edit edit) {
        if (desk.perform(edit)) {
            desk.editing().select(Selection.of(id));
            canvas.reveal(id);
        }
    }

    /// Adds it right of what is selected and wires it there, where that may be.
    private void addBehind(Palette.Entry entry) {
        String id = name(entry);
        Optional<Card> selected =
                desk.editing().selection().elements().stream().findFirst().flatMap(canvas.picture()::card);
        Point place = selected.map(card ->
                        free(new Point(card.area().right() + GAP, card.area().y())))
                .orElseGet(() -> free(snapped(canvas.centre().plus(-WIDTH / 2, -HEIGHT / 2))));
        Edit adding = edit(id, entry, place);
        Optional<Edit> wired = selected.flatMap(card -> behind(card, id, adding));
        added(id, wired.orElse(adding));
    }

    private Optional<Edit> behind(Card card, String id, Edit adding) {
        for (var output : card.element().outputs()) {
            End from = new End(card.element().id(), output.connector());
            boolean free = desk.editing().drawing().chain().wires().stream()
                    .noneMatch(wire -> wire.from().equals(from));
            boolean port = desk.editing().drawing().chain().ports().containsKey(from.element());
            boolean ends = desk.editing().drawing().chain().wires().stream()
                    .anyMatch(wire -> wire.to().element().equals(from.element()));
            if (free && !(port && ends)) {
                return Optional.of(Edits.all(
                        adding.name(), List.of(adding, Edits.connect(new Wire(from, End.of(id))))));
            }
        }
        return Optional.empty();
    }

    /// The place, or the next one below where nothing stands yet.
    private Point free(Point wanted) {
        Point place = wanted;
        boolean taken = true;
        while (taken) {
            Rect area = new Rect(place.x(), place.y(), WIDTH, HEIGHT).grown(8);
            taken = canvas.picture().cards().stream()
                    .anyMatch(card -> card.area().overlaps(area));
            place = taken ? place.plus(0, Snap.GRID * 2) : place;
        }
        return place;
    }

    private Point onCanvas(org.eclipse.swt.graphics.Point screen) {
        org.eclipse.swt.graphics.Point at = canvas.control().toControl(screen);
        return canvas.view().toDrawing(new Point(at.x, at.y)).plus(-WIDTH / 2, -HEIGHT / 2);
    }

    private Optional<Link> wireUnder(Point place) {
        return Hit.under(canvas.picture(), new Rect(place.x(), place.y(), WIDTH, HEIGHT), "").stream()
                .findFirst();
    }

    private void drag(Palette.Entry entry, org.eclipse.swt.graphics.Point screen) {
        Point place = onCanvas(screen);
        Optional<Link> wire = entry.kind() == Palette.Kind.FUNCTION ? wireUnder(place) : Optional.empty();
        canvas.show(canvas.overlay()
                .with(new Overlay.Gesture(
                        Optional.empty(),
                        wire,
                        Optional.of(new Rect(place.x(), place.y(), WIDTH, HEIGHT)),
                        List.of())));
    }

    private void drop(Palette.Entry entry, org.eclipse.swt.graphics.Point screen) {
        canvas.show(canvas.overlay().with(Overlay.Gesture.NONE));
        org.eclipse.swt.graphics.Point at = canvas.control().toControl(screen);
        if (!canvas.control().getClientArea().contains(at)) {
            return;
        }
        Point place = onCanvas(screen);
        String id = name(entry);
        Optional<Wire> wire =
                entry.kind() == Palette.Kind.FUNCTION ? wireUnder(place).flatMap(canvas::wire) : Optional.empty();
        added(
                id,
                wire.map(one -> Edits.addNode(id, entry.type(), Map.of(), snapped(place), one, ""))
                        .orElseGet(() -> edit(id, entry, snapped(place))));
        canvas.control().setFocus();
    }

    /// Offers what may stand at the end of a wire that was dropped on the ground.
    void offer(End from, Point at) {
        menu(entry -> {
            String id = name(entry);
            Point place = snapped(at.plus(0, -HEIGHT / 2));
            Edit adding = edit(id, entry, place);
            added(id, Edits.all(adding.name(), List.of(adding, Edits.connect(new Wire(from, End.of(id))))));
        });
    }

    /// Offers what may be put here.
    void offer(Point at) {
        menu(entry -> {
            String id = name(entry);
            added(id, edit(id, entry, snapped(at)));
        });
    }

    private void menu(java.util.function.Consumer<Palette.Entry> use) {
        Menu menu = new Menu(canvas.control().getShell(), SWT.POP_UP);
        for (Palette.Entry entry : desk.palette().entries()) {
            MenuItem item = new MenuItem(menu, SWT.PUSH);
            item.setText(entry.name().replace("&", "&&"));
            item.addListener(SWT.Selection, _ -> use.accept(entry));
        }
        offered.ifPresent(Menu::dispose);
        offered = Optional.of(menu);
        menu.setVisible(true);
    }
}
