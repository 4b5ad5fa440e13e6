// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.chain.End;
import io.penstock.chain.Wire;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.edit.Wiring;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Viewport;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.view.Snap;
import io.penstock.editor.model.view.Walk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;

/// What the keys do on the canvas, so that nothing needs a pointer: arrows walk along the wires, Enter opens the form,
/// W begins a wire, and the rest as the menu says.
final class CanvasKeys {
    private final CanvasPane pane;
    private final Desk desk;
    private Optional<String> focus = Optional.empty();
    private Optional<Link> focusLink = Optional.empty();
    private Optional<Pulled> pulled = Optional.empty();
    private boolean space;
    private boolean shown;

    /// A wire that is drawn by keys.
    private record Pulled(End from, int output) {}

    CanvasKeys(CanvasPane pane, Desk desk) {
        this.pane = pane;
        this.desk = desk;
    }

    /// What the keyboard is at.
    Optional<String> focus() {
        return focus;
    }

    /// The wire that the keyboard is at, of those at [#focus()].
    Optional<Link> focusLink() {
        return focusLink;
    }

    boolean spaceHeld() {
        return space;
    }

    void pointerUsed() {
        shown = false;
        pulled = Optional.empty();
        show();
    }

    void blur() {
        space = false;
        shown = false;
        show();
    }

    void changed() {
        focus = focus.filter(id -> pane.picture().card(id).isPresent());
        focusLink = focusLink.filter(link -> pane.picture().wire(link).isPresent());
        if (!shown && desk.editing().selection().elements().size() == 1) {
            focus = Optional.of(desk.editing().selection().elements().iterator().next());
        }
    }

    void traverse(Event event) {
        // Tab walks through the drawing; Ctrl+Tab and Escape at rest lead out of it.
        boolean tab = event.detail == SWT.TRAVERSE_TAB_NEXT || event.detail == SWT.TRAVERSE_TAB_PREVIOUS;
        event.doit = tab && ((event.stateMask & SWT.MOD1) != 0 || !walks(event.detail == SWT.TRAVERSE_TAB_NEXT));
    }

    /// Whether there is a next one; behind the last one Tab leads out.
    private boolean walks(boolean forward) {
        List<String> order = Walk.order(pane.picture());
        int at = focus.map(order::indexOf).orElse(forward ? -1 : order.size());
        int next = at + (forward ? 1 : -1);
        if (next < 0 || next >= order.size()) {
            focus = Optional.empty();
            return false;
        }
        focusOn(order.get(next));
        return true;
    }

    void down(Event event) {
        shown = true;
        boolean ctrl = (event.stateMask & SWT.MOD1) != 0;
        switch (event.keyCode) {
            case SWT.ARROW_LEFT -> arrow(Walk.Way.LEFT, ctrl);
            case SWT.ARROW_RIGHT -> arrow(Walk.Way.RIGHT, ctrl);
            case SWT.ARROW_UP -> arrow(Walk.Way.UP, ctrl);
            case SWT.ARROW_DOWN -> arrow(Walk.Way.DOWN, ctrl);
            case SWT.CR, SWT.KEYPAD_CR -> enter();
            case SWT.ESC -> escape();
            case SWT.PAGE_UP -> pane.zoom(Viewport.STEP);
            case SWT.PAGE_DOWN -> pane.zoom(1 / Viewport.STEP);
            case ' ' -> space(ctrl);
            case 'w' -> whenPlain(ctrl, this::beginWire);
            case 'l' -> whenPlain(ctrl, this::nextWire);
            case 'f' -> whenPlain(ctrl, pane::fit);
            default -> {}
        }
        show();
    }

    private static void whenPlain(boolean ctrl, Runnable action) {
        if (!ctrl) {
            action.run();
        }
    }

    private void space(boolean ctrl) {
        focus.ifPresent(
                id -> desk.editing().select(ctrl ? desk.editing().selection().toggled(id) : Selection.of(id)));
    }

    private void arrow(Walk.Way way, boolean move) {
        if (move) {
            nudge(way);
            return;
        }
        focusLink = Optional.empty();
        Optional<String> next = focus.isPresent()
                ? Walk.step(pane.picture(), focus.get(), way)
                : Walk.next(pane.picture(), Optional.empty(), true);
        next.ifPresent(this::focusOn);
    }

    private void nudge(Walk.Way way) {
        Set<String> ids = desk.editing().selection().elements();
        if (ids.isEmpty()) {
            return;
        }
        double step = Snap.GRID / 2;
        double dx = way == Walk.Way.LEFT ? -step : way == Walk.Way.RIGHT ? step : 0;
        double dy = way == Walk.Way.UP ? -step : way == Walk.Way.DOWN ? step : 0;
        desk.perform(Edits.move(ids, dx, dy).in("nudge " + ids));
    }

    private void focusOn(String id) {
        focus = Optional.of(id);
        if (pulled.isEmpty()) {
            desk.editing().select(Selection.of(id));
        }
        pane.reveal(id);
        show();
    }

    /// Walks through the wires of what the keyboard is at.
    private void nextWire() {
        focus.ifPresent(id -> {
            List<Link> wires = Walk.wires(pane.picture(), id);
            if (!wires.isEmpty()) {
                int at = focusLink.map(wires::indexOf).orElse(-1);
                Link next = wires.get((at + 1) % wires.size());
                focusLink = Optional.of(next);
                pane.wire(next).ifPresent(wire -> desk.editing().select(Selection.of(wire)));
            }
        });
    }

    /// Begins a wire at the output; pressed again, at the next output.
    private void beginWire() {
        if (focus.isEmpty()) {
            return;
        }
        Optional<Element> element = pane.picture().card(focus.get()).map(Card::element);
        int output = pulled.filter(one -> one.from().element().equals(focus.get()))
                .map(one -> one.output() + 1)
                .orElse(0);
        element.filter(one -> !one.outputs().isEmpty()).ifPresent(one -> {
            int index = output % one.outputs().size();
            pulled = Optional.of(
                    new Pulled(new End(one.id(), one.outputs().get(index).connector()), index));
            desk.say(Texts.say("wire.begin", pulled.get().from().text()));
        });
    }

    private void enter() {
        if (pulled.isPresent() && focus.isPresent()) {
            connect(pulled.get().from(), focus.get());
            pulled = Optional.empty();
        } else {
            focus.ifPresent(desk::openForm);
        }
    }

    private void connect(End from, String to) {
        switch (new Wiring(desk.editing().drawing().chain(), desk.palette()).may(from, to)) {
            case Wiring.Answer.Accepted(Wire wire) -> desk.perform(Edits.connect(wire));
            case Wiring.Answer.Refused(String why) -> desk.say(why);
        }
    }

    private void escape() {
        if (pulled.isPresent()) {
            pulled = Optional.empty();
        } else if (!pane.gestures().cancel()) {
            desk.editing().select(Selection.NONE);
            focusLink = Optional.empty();
            pane.clearTrace();
        }
    }

    private void show() {
        Overlay overlay = pane.overlay();
        Overlay.Attention attention =
                overlay.attention().focusing(shown ? focus : Optional.empty(), shown ? focusLink : Optional.empty());
        overlay = overlay.with(attention);
        if (pulled.isPresent() && focus.isPresent()) {
            overlay = overlay.with(Overlay.Gesture.wire(drawn(pulled.get(), focus.get())));
        } else if (overlay.gesture().wire().isPresent()) {
            overlay = overlay.with(Overlay.Gesture.NONE);
        }
        pane.show(overlay);
    }

    private Overlay.DragWire drawn(Pulled from, String to) {
        Point start = pane.picture()
                .card(from.from().element())
                .map(card -> card.outputAt(from.output()))
                .orElse(new Point(0, 0));
        Point end = pane.picture().card(to).map(Card::inputAt).orElse(start);
        if (from.from().element().equals(to)) {
            return new Overlay.DragWire(start, start.plus(60, 0), Overlay.Answer.OPEN, "");
        }
        return switch (new Wiring(desk.editing().drawing().chain(), desk.palette()).may(from.from(), to)) {
            case Wiring.Answer.Accepted _ -> new Overlay.DragWire(start, end, Overlay.Answer.ACCEPTED, "");
            case Wiring.Answer.Refused(String why) -> new Overlay.DragWire(start, end, Overlay.Answer.REFUSED, why);
        };
    }
}
