// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.chain.End;
import io.penstock.chain.Wire;
import io.penstock.editor.model.edit.Edit;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.edit.Wiring;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.view.Hit;
import io.penstock.editor.model.view.Snap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;

/// What the pointer does on the canvas: select, move, draw wires, pan, and the rubber band.
final class Gestures {
    private static final int LEAST_DRAG = 4;
    private static final int LEAST_PULL = 24;

    private final CanvasPane pane;
    private final Desk desk;
    private Drag drag = new Idle();
    private int number;

    Gestures(CanvasPane pane, Desk desk) {
        this.pane = pane;
        this.desk = desk;
    }

    /// What the pressed pointer is doing.
    private sealed interface Drag {}

    private record Idle() implements Drag {}

    private record Pan(int x, int y) implements Drag {}

    private record Band(Point from, Selection before) implements Drag {}

    /// @param moved how far it was moved already
    private record Move(int x, int y, Set<String> ids, Rect area, boolean begun, Point moved) implements Drag {}

    /// @param pressed where the pointer was pressed, in the window
    /// @param instead the wire whose end is moved; empty for a new one
    private record Pull(End from, Point start, Point pressed, Optional<Wire> instead) implements Drag {}

    /// What is being moved.
    Set<String> floating() {
        return drag instanceof Move move && move.begun() ? move.ids() : Set.of();
    }

    void down(Event event) {
        desk.drop();
        pane.control().setFocus();
        pane.keys().pointerUsed();
        if (event.button == 2 || event.button == 1 && pane.keys().spaceHeld()) {
            drag = new Pan(event.x, event.y);
        } else if (event.button == 1) {
            pressed(event, pane.hit(event.x, event.y));
        } else if (event.button == 3) {
            selectForMenu(pane.hit(event.x, event.y));
        }
    }

    private void selectForMenu(Hit hit) {
        Selection selection = desk.editing().selection();
        switch (hit) {
            case Hit.OnElement(String id)
            when !selection.has(id) -> desk.editing().select(Selection.of(id));
            case Hit.OnWire(Link link) ->
                pane.wire(link)
                        .filter(wire -> !selection.has(wire))
                        .ifPresent(wire -> desk.editing().select(Selection.of(wire)));
            case Hit.Ground _ -> desk.editing().select(Selection.NONE);
            default -> {}
        }
    }

    private void pressed(Event event, Hit hit) {
        boolean more = (event.stateMask & (SWT.MOD1 | SWT.SHIFT)) != 0;
        Selection selection = desk.editing().selection();
        switch (hit) {
            case Hit.OnElement(String id) -> pressedElement(event, id, more);
            case Hit.OnInput(String id) -> pressedElement(event, id, more);
            case Hit.OnOutput(End end) -> pull(end, Optional.empty(), event);
            case Hit.OnHandle(Link link, boolean start) ->
                pane.wire(link).ifPresent(wire -> {
                    if (!start) {
                        pull(wire.from(), Optional.of(wire), event);
                    }
                });
            case Hit.OnWire(Link link) ->
                pane.wire(link)
                        .ifPresent(wire -> desk.editing().select(more ? selection.toggled(wire) : Selection.of(wire)));
            case Hit.Ground _ -> {
                Selection before = more ? selection : Selection.NONE;
                desk.editing().select(before);
                drag = new Band(pane.view().toDrawing(new Point(event.x, event.y)), before);
            }
        }
    }

    private void pressedElement(Event event, String id, boolean more) {
        Selection selection = desk.editing().selection();
        if (more) {
            desk.editing().select(selection.toggled(id));
        } else if (!selection.has(id)) {
            desk.editing().select(Selection.of(id));
        }
        Set<String> moving = new LinkedHashSet<>(desk.editing().selection().elements());
        Optional<Rect> area = moving.stream()
                .flatMap(one -> pane.picture().card(one).map(Card::area).stream())
                .reduce(Rect::union);
        area.ifPresent(around -> drag = new Move(event.x, event.y, moving, around, false, new Point(0, 0)));
    }

    private void pull(End from, Optional<Wire> instead, Event event) {
        Wiring wiring = new Wiring(desk.editing().drawing().chain(), desk.palette());
        if (instead.isEmpty() && wiring.mayBegin(from) instanceof Wiring.Answer.Refused(String why)) {
            Optional<Wire> taken = desk.editing().drawing().chain().wires().stream()
                    .filter(wire -> wire.from().equals(from))
                    .findFirst();
            if (taken.isEmpty()) {
                desk.say(why);
                return;
            }
            pull(from, taken, event);
            return;
        }
        Point start = pane.picture()
                .card(from.element())
                .map(card -> card.outputAt(outputIndex(card, from)))
                .orElse(pane.view().toDrawing(new Point(event.x, event.y)));
        drag = new Pull(from, start, new Point(event.x, event.y), instead);
    }

    private static int outputIndex(Card card, End from) {
        for (int i = 0; i < card.element().outputs().size(); i++) {
            if (card.element().outputs().get(i).connector().equals(from.connector())) {
                return i;
            }
        }
        return 0;
    }

    void move(Event event) {
        switch (drag) {
            case Idle _ -> hover(event);
            case Pan(int x, int y) -> {
                pane.show(pane.view().panned(event.x - (double) x, event.y - (double) y));
                drag = new Pan(event.x, event.y);
            }
            case Band band -> band(band, event);
            case Move move -> moving(move, event);
            case Pull pull -> pulling(pull, event);
        }
    }

    private void hover(Event event) {
        Hit hit = pane.hit(event.x, event.y);
        Optional<String> element = switch (hit) {
            case Hit.OnElement(String id) -> Optional.of(id);
            case Hit.OnInput(String id) -> Optional.of(id);
            case Hit.OnOutput(End end) -> Optional.of(end.element());
            default -> Optional.empty();
        };
        Optional<Link> link = hit instanceof Hit.OnWire(Link on) ? Optional.of(on) : Optional.empty();
        Overlay overlay = pane.overlay();
        pane.show(overlay.with(overlay.attention().hovering(element, link)));
        boolean hand = hit instanceof Hit.OnOutput || hit instanceof Hit.OnHandle;
        pane.control()
                .setCursor(pane.control().getDisplay().getSystemCursor(hand ? SWT.CURSOR_CROSS : SWT.CURSOR_ARROW));
    }

    void leave() {
        Overlay overlay = pane.overlay();
        pane.show(overlay.with(overlay.attention().hovering(Optional.empty(), Optional.empty())));
    }

    private void band(Band band, Event event) {
        Point to = pane.view().toDrawing(new Point(event.x, event.y));
        Rect area = spanned(band.from(), to);
        pane.show(pane.overlay().with(Overlay.Gesture.band(area)));
        Selection in = new Selection(new LinkedHashSet<>(Hit.within(pane.picture(), area)), Set.of());
        desk.editing().select(band.before().plus(in));
    }

    private static Rect spanned(Point from, Point to) {
        return new Rect(
                Math.min(from.x(), to.x()),
                Math.min(from.y(), to.y()),
                Math.abs(from.x() - to.x()),
                Math.abs(from.y() - to.y()));
    }

    private void moving(Move move, Event event) {
        if (!move.begun() && Math.hypot(event.x - (double) move.x(), event.y - (double) move.y()) < LEAST_DRAG) {
            return;
        }
        if (!move.begun()) {
            desk.drag();
            number++;
        }
        double zoom = pane.view().zoom();
        List<Rect> others = new ArrayList<>();
        for (Card card : pane.picture().cards()) {
            if (!move.ids().contains(card.element().id())) {
                others.add(card.area());
            }
        }
        double reach = (event.stateMask & SWT.ALT) != 0 ? 0 : 6 / zoom;
        Snap snap = Snap.of(move.area(), (event.x - move.x()) / zoom, (event.y - move.y()) / zoom, others, reach);
        Edit step = Edits.move(
                move.ids(),
                snap.dx() - move.moved().x(),
                snap.dy() - move.moved().y());
        desk.perform(step.in("drag " + number));
        drag = new Move(move.x(), move.y(), move.ids(), move.area(), true, new Point(snap.dx(), snap.dy()));
        pane.show(pane.overlay().with(Overlay.Gesture.moving(snap.guides(), drop(move, snap))));
    }

    /// The wire into which a single node without wires would go.
    private Optional<Link> drop(Move move, Snap snap) {
        if (move.ids().size() != 1) {
            return Optional.empty();
        }
        String id = move.ids().iterator().next();
        boolean wired = desk.editing().drawing().chain().wires().stream()
                .anyMatch(wire ->
                        wire.from().element().equals(id) || wire.to().element().equals(id));
        boolean node = desk.editing().drawing().chain().nodes().containsKey(id);
        return wired || !node
                ? Optional.empty()
                : Hit.under(pane.picture(), move.area().moved(snap.dx(), snap.dy()), id).stream()
                        .findFirst();
    }

    private void pulling(Pull pull, Event event) {
        Point pointer = pane.view().toDrawing(new Point(event.x, event.y));
        Optional<String> target = target(event);
        Overlay.DragWire wire = target.map(id -> answered(pull, id, pointer))
                .orElse(new Overlay.DragWire(pull.start(), pointer, Overlay.Answer.OPEN, ""));
        pane.show(pane.overlay().with(Overlay.Gesture.wire(wire)));
    }

    private Optional<String> target(Event event) {
        return switch (pane.hit(event.x, event.y)) {
            case Hit.OnElement(String id) -> Optional.of(id);
            case Hit.OnInput(String id) -> Optional.of(id);
            case Hit.OnOutput(End end) -> Optional.of(end.element());
            default -> Optional.empty();
        };
    }

    private Overlay.DragWire answered(Pull pull, String id, Point pointer) {
        Point to = pane.picture()
                .card(id)
                .filter(card -> card.element().inputs())
                .map(Card::inputAt)
                .orElse(pointer);
        return switch (answer(pull, id)) {
            case Wiring.Answer.Accepted _ -> new Overlay.DragWire(pull.start(), to, Overlay.Answer.ACCEPTED, "");
            case Wiring.Answer.Refused(String why) ->
                new Overlay.DragWire(pull.start(), pointer, Overlay.Answer.REFUSED, why);
        };
    }

    private Wiring.Answer answer(Pull pull, String id) {
        Wiring wiring = new Wiring(desk.editing().drawing().chain(), desk.palette());
        return pull.instead()
                .map(instead -> wiring.may(instead, pull.from(), id))
                .orElseGet(() -> wiring.may(pull.from(), id));
    }

    void up(Event event) {
        Drag ended = drag;
        drag = new Idle();
        Optional<Link> drop = pane.overlay().gesture().drop();
        pane.show(pane.overlay().with(Overlay.Gesture.NONE));
        switch (ended) {
            case Move move
            when move.begun() -> {
                desk.editing().endGesture();
                desk.drop();
                drop.flatMap(pane::wire)
                        .ifPresent(wire -> desk.perform(Edits.insert(
                                wire, desk.through(move.ids().iterator().next()))));
            }
            case Pull pull -> finish(pull, event);
            default -> {}
        }
    }

    private void finish(Pull pull, Event event) {
        Optional<String> target = target(event);
        if (target.isEmpty()) {
            Point at = pane.view().toDrawing(new Point(event.x, event.y));
            // In the window: from afar, a press beside a connector is already a long way from it in the drawing.
            boolean far = Math.hypot(
                            event.x - pull.pressed().x(),
                            event.y - pull.pressed().y())
                    > LEAST_PULL;
            if (pull.instead().isPresent() && far) {
                desk.perform(Edits.disconnect(pull.instead().get()));
            } else if (far) {
                desk.offer(pull.from(), at);
            }
            return;
        }
        switch (answer(pull, target.get())) {
            case Wiring.Answer.Accepted(Wire wire) ->
                desk.perform(pull.instead()
                        .map(instead -> Edits.reconnect(instead, wire))
                        .orElseGet(() -> Edits.connect(wire)));
            case Wiring.Answer.Refused(String why) -> desk.say(why);
        }
    }

    void doubleClick(Event event) {
        switch (pane.hit(event.x, event.y)) {
            case Hit.OnElement(String id) -> desk.openForm(id);
            case Hit.Ground _ -> desk.offer(pane.view().toDrawing(new Point(event.x, event.y)));
            default -> {}
        }
    }

    /// Gives up what is being dragged.
    ///
    /// @return whether there was something
    boolean cancel() {
        if (drag instanceof Idle) {
            return false;
        }
        if (drag instanceof Move move && move.begun()) {
            desk.editing().endGesture();
            desk.editing().undo();
            desk.drop();
        }
        drag = new Idle();
        pane.show(pane.overlay().with(Overlay.Gesture.NONE));
        return true;
    }
}
