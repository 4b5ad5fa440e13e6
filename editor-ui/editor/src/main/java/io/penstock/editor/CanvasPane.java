// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.chain.Wire;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.geometry.Viewport;
import io.penstock.editor.model.paint.CanvasPainter;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.paint.Picture;
import io.penstock.editor.model.paint.Theme;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.view.Hit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

/// The canvas: shows the drawing through a viewport and hands what the pointer and the keys do to gestures.
final class CanvasPane {
    private static final double MARGIN = 48;
    private static final double REACH = 6;

    private final Canvas canvas;
    private final Desk desk;
    private final Look look;
    private final Glyphs glyphs = new Glyphs();
    private final Backdrop backdrop;
    private final Gestures gestures;
    private final CanvasKeys keys;
    private final SpokenFocus speech;
    private Viewport view = Viewport.HOME;
    private Overlay overlay = Overlay.NONE;
    private boolean goesOn;

    CanvasPane(Composite parent, Desk desk, Look look) {
        this.desk = desk;
        this.look = look;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND);
        look.panel(canvas);
        backdrop = new Backdrop(canvas, glyphs);
        gestures = new Gestures(this, desk);
        keys = new CanvasKeys(this, desk);
        canvas.addListener(SWT.Paint, this::paint);
        canvas.addListener(SWT.MouseDown, gestures::down);
        canvas.addListener(SWT.MouseMove, gestures::move);
        canvas.addListener(SWT.MouseUp, gestures::up);
        canvas.addListener(SWT.MouseDoubleClick, gestures::doubleClick);
        canvas.addListener(SWT.MouseExit, _ -> gestures.leave());
        canvas.addListener(SWT.MouseVerticalWheel, this::wheel);
        canvas.addListener(SWT.MouseHorizontalWheel, this::wheel);
        canvas.addListener(SWT.KeyDown, keys::down);
        canvas.addListener(SWT.Traverse, keys::traverse);
        canvas.addListener(SWT.FocusOut, _ -> keys.blur());
        canvas.addListener(SWT.Dispose, _ -> {
            backdrop.close();
            glyphs.close();
        });
        speech = CanvasSpeech.attach(this);
        desk.listen(this::changed);
        desk.listenToMoves(canvas::redraw);
    }

    Canvas control() {
        return canvas;
    }

    Desk desk() {
        return desk;
    }

    Viewport view() {
        return view;
    }

    Overlay overlay() {
        return overlay;
    }

    Picture picture() {
        return desk.picture();
    }

    CanvasKeys keys() {
        return keys;
    }

    Gestures gestures() {
        return gestures;
    }

    void show(Viewport wanted) {
        if (!view.equals(wanted)) {
            view = wanted;
            canvas.redraw();
        }
    }

    void show(Overlay wanted) {
        if (!overlay.equals(wanted)) {
            overlay = wanted;
            canvas.redraw();
            speech.changed();
        }
    }

    private void changed() {
        Selection selection = desk.editing().selection();
        Set<Link> links = new HashSet<>();
        selection.wires().forEach(wire -> links.add(link(wire)));
        overlay = overlay.with(overlay.attention().selecting(selection.elements(), links))
                .with(desk.known());
        keys.changed();
        canvas.redraw();
        speech.changed();
    }

    static Link link(Wire wire) {
        return new Link(
                wire.from().element(), wire.from().connector(), wire.to().element());
    }

    /// The wire of the chain that a line of the picture shows.
    Optional<Wire> wire(Link link) {
        return desk.editing().drawing().chain().wires().stream()
                .filter(wire -> link(wire).equals(link))
                .findFirst();
    }

    private void paint(Event event) {
        Rectangle clip = event.gc.getClipping();
        Theme theme = look.theme();
        Set<String> floating = gestures.floating();
        backdrop.paint(event.gc, theme, view, desk.picture(), overlay, floating);
        Rect area = new Rect(clip.x, clip.y, clip.width, clip.height);
        try (GcSurface surface = new GcSurface(event.gc, glyphs)) {
            new CanvasPainter(theme).paintOver(desk.picture(), overlay, floating, view, area, surface);
        }
        goOnSoon();
    }

    /// Values are painted when there is nothing else to do, and shown when all of them are painted.
    private void goOnSoon() {
        if (!backdrop.isDone() && !goesOn) {
            goesOn = true;
            canvas.getDisplay().asyncExec(() -> {
                goesOn = false;
                if (canvas.isDisposed()) {
                    return;
                }
                if (backdrop.goOn()) {
                    canvas.redraw();
                } else {
                    goOnSoon();
                }
            });
        }
    }

    private void wheel(Event event) {
        boolean across = event.type == SWT.MouseHorizontalWheel;
        if ((event.stateMask & SWT.MOD1) != 0) {
            zoom(event.count > 0 ? Viewport.STEP : 1 / Viewport.STEP, new Point(event.x, event.y));
        } else if (across || (event.stateMask & SWT.SHIFT) != 0) {
            show(view.panned(event.count * 20.0, 0));
        } else {
            show(view.panned(0, event.count * 20.0));
        }
        event.doit = false;
    }

    void zoom(double factor, Point pointer) {
        show(view.zoomed(factor, pointer));
    }

    /// Larger or smaller around the middle.
    void zoom(double factor) {
        zoom(factor, middle());
    }

    void fullSize() {
        show(view.at(1, middle()));
    }

    private Point middle() {
        Rectangle area = canvas.getClientArea();
        return new Point(area.width / 2.0, area.height / 2.0);
    }

    /// The middle of what is seen, in the drawing.
    Point centre() {
        return view.toDrawing(middle());
    }

    void fit() {
        Rectangle area = canvas.getClientArea();
        show(Viewport.fit(desk.picture().content(), area.width, area.height, MARGIN));
    }

    /// Brings an element into sight.
    void reveal(String id) {
        Rectangle area = canvas.getClientArea();
        desk.picture()
                .card(id)
                .map(Card::area)
                .ifPresent(card -> show(view.revealing(card, area.width, area.height, MARGIN)));
    }

    /// What is under a place of the window.
    Hit hit(double x, double y) {
        Point at = view.toDrawing(new Point(x, y));
        return Hit.at(
                picture(),
                at,
                REACH / view.zoom(),
                overlay.attention().selectedLinks().stream().toList());
    }

    /// Takes the way of a packet off the drawing.
    void clearTrace() {
        show(overlay.withoutTrace());
    }

    /// Lays everything out anew, as one step.
    void arrange() {
        desk.perform(Edits.place(
                Texts.say("arrange"),
                io.penstock.editor.model.paint.Draughting.arranged(picture().scene())
                        .places()));
        fit();
    }
}
