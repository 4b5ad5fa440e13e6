// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.chain.Wire;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.paint.Picture;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.view.Spoken;
import java.util.List;
import java.util.Optional;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.widgets.Canvas;

/// Tells assistive technology of each node and wire: its name, what it is, and its state in words.
final class CanvasSpeech {
    private final CanvasPane pane;
    private final SpokenFocus focus;

    private CanvasSpeech(CanvasPane pane) {
        this.pane = pane;
        focus = new SpokenFocus(pane.control(), this::focused);
    }

    /// Lets a canvas tell of what is on it.
    ///
    /// @return to be told when something else may be at the keyboard
    static SpokenFocus attach(CanvasPane pane) {
        CanvasSpeech speech = new CanvasSpeech(pane);
        speech.attach(pane.control());
        return speech.focus;
    }

    private void attach(Canvas canvas) {
        canvas.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                focus.asked(event.childID);
                event.result = event.childID == ACC.CHILDID_SELF ? Texts.say("canvas") : name(event.childID);
            }

            @Override
            public void getDescription(AccessibleEvent event) {
                event.result = event.childID == ACC.CHILDID_SELF ? summary() : described(event.childID);
            }
        });
        canvas.getAccessible().addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getChildCount(AccessibleControlEvent event) {
                event.detail = count();
            }

            @Override
            public void getChildren(AccessibleControlEvent event) {
                Object[] children = new Object[count()];
                for (int i = 0; i < children.length; i++) {
                    children[i] = i;
                }
                event.children = children;
            }

            @Override
            public void getRole(AccessibleControlEvent event) {
                event.detail = event.childID == ACC.CHILDID_SELF ? ACC.ROLE_LIST : ACC.ROLE_LISTITEM;
            }

            @Override
            public void getState(AccessibleControlEvent event) {
                event.detail = ACC.STATE_FOCUSABLE | ACC.STATE_SELECTABLE | state(event.childID);
            }

            @Override
            public void getLocation(AccessibleControlEvent event) {
                locate(canvas, event);
            }

            @Override
            public void getFocus(AccessibleControlEvent event) {
                event.childID = canvas.isFocusControl() ? focused() : ACC.CHILDID_NONE;
            }

            @Override
            public void getChildAtPoint(AccessibleControlEvent event) {
                var at = canvas.toControl(event.x, event.y);
                event.childID = under(pane.view().toDrawing(new Point(at.x, at.y)));
            }
        });
    }

    private Picture picture() {
        return pane.picture();
    }

    private int count() {
        return picture().cards().size() + picture().wires().size();
    }

    private boolean isCard(int child) {
        return child >= 0 && child < picture().cards().size();
    }

    private boolean isWire(int child) {
        return child >= picture().cards().size() && child < count();
    }

    private Picture.Wire wire(int child) {
        return picture().wires().get(child - picture().cards().size());
    }

    private String summary() {
        return picture().scene().title() + ": " + picture().scene().summary();
    }

    private String name(int child) {
        if (isCard(child)) {
            return picture().cards().get(child).element().id();
        }
        return isWire(child) ? wire(child).link().text() : "";
    }

    private String described(int child) {
        if (isCard(child)) {
            String spoken = Spoken.description(picture().cards().get(child).element(), pane.overlay());
            String told = pane.desk().told(name(child));
            return told.isEmpty() ? spoken : spoken + "; " + told;
        }
        return isWire(child) ? Spoken.description(wire(child).link(), pane.overlay()) : "";
    }

    private int state(int child) {
        boolean selected = isCard(child)
                ? pane.desk().editing().selection().has(name(child))
                : isWire(child)
                        && pane.wire(wire(child).link())
                                .filter((Wire one) ->
                                        pane.desk().editing().selection().has(one))
                                .isPresent();
        return (selected ? ACC.STATE_SELECTED : 0) | focus.state(child);
    }

    private int focused() {
        List<Card> cards = picture().cards();
        Optional<Link> wire = pane.keys().focusLink();
        for (int i = 0; wire.isPresent() && i < picture().wires().size(); i++) {
            if (picture().wires().get(i).link().equals(wire.get())) {
                return cards.size() + i;
            }
        }
        for (int i = 0; i < cards.size(); i++) {
            if (pane.keys().focus().filter(cards.get(i).element().id()::equals).isPresent()) {
                return i;
            }
        }
        return ACC.CHILDID_SELF;
    }

    private int under(Point point) {
        List<Card> cards = picture().cards();
        for (int i = cards.size() - 1; i >= 0; i--) {
            if (cards.get(i).area().contains(point)) {
                return i;
            }
        }
        return ACC.CHILDID_SELF;
    }

    private void locate(Canvas canvas, AccessibleControlEvent event) {
        if (!isCard(event.childID) && !isWire(event.childID)) {
            var size = canvas.getSize();
            var corner = canvas.toDisplay(0, 0);
            place(event, new Rect(corner.x, corner.y, size.x, size.y));
            return;
        }
        Rect area = isCard(event.childID)
                ? picture().cards().get(event.childID).area()
                : wire(event.childID).extent();
        Rect seen = pane.view().toWindow(area);
        var corner = canvas.toDisplay(0, 0);
        place(event, seen.moved(corner.x, corner.y));
    }

    private static void place(AccessibleControlEvent event, Rect area) {
        event.x = (int) Math.round(area.x());
        event.y = (int) Math.round(area.y());
        event.width = (int) Math.round(area.width());
        event.height = (int) Math.round(area.height());
    }
}
