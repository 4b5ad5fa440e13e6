// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import io.penstock.api.Refused;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// One drawing being worked on: what it is now, what it was, what is selected, and whether it is saved.
///
/// Used by one thread.
public final class Editing {
    /// Steps that can be undone; the oldest are forgotten.
    static final int MOST_STEPS = 2_000;

    private final Deque<Step> done = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private Drawing drawing;
    private Selection selection = Selection.NONE;
    private Drawing saved;
    private String gesture = "";

    /// A step of the history: its name and what was before and behind it.
    private record Step(String name, Drawing before, Drawing after, Selection selected) {}

    /// Hears of what happens to a drawing.
    public interface Listener {
        /// The drawing has changed: a command was carried out, undone or redone.
        void changed(Drawing before, Drawing after);

        /// Something else is selected.
        default void selected(Selection before, Selection after) {}

        /// Whether it is saved, or the names of the next steps, may have changed.
        default void status() {}
    }

    /// @param drawing as it stands in its file
    public Editing(Drawing drawing) {
        this.drawing = drawing;
        this.saved = drawing;
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    public void unlisten(Listener listener) {
        listeners.remove(listener);
    }

    public Drawing drawing() {
        return drawing;
    }

    public Selection selection() {
        return selection;
    }

    /// Selects what of it there is.
    public void select(Selection wanted) {
        Selection now = wanted.within(drawing.chain());
        if (!now.equals(selection)) {
            Selection before = selection;
            selection = now;
            listeners.forEach(listener -> listener.selected(before, now));
        }
    }

    /// Carries out a command; one that changes nothing is no step.
    ///
    /// @throws Refused with the reason in one sentence; nothing is changed then
    public void perform(Edit edit) throws Refused {
        Drawing before = drawing;
        Drawing after = edit.change().apply(before);
        if (same(before, after)) {
            return;
        }
        boolean goesOn = !edit.gesture().isEmpty() && edit.gesture().equals(gesture) && !done.isEmpty();
        if (goesOn) {
            Step first = done.removeLast();
            if (!same(first.before(), after)) {
                done.addLast(new Step(first.name(), first.before(), after, first.selected()));
            }
        } else {
            done.addLast(new Step(edit.name(), before, after, selection));
        }
        gesture = edit.gesture();
        undone.clear();
        if (done.size() > MOST_STEPS) {
            done.removeFirst();
        }
        become(after, selection);
    }

    private static boolean same(Drawing one, Drawing other) {
        return one.places().equals(other.places())
                && (one.draft() == other.draft()
                        || one.draft().text().equals(other.draft().text()));
    }

    /// Ends a gesture: what comes next is a step of its own.
    public void endGesture() {
        gesture = "";
    }

    /// What would be undone, such as `Add firewall`.
    public Optional<String> undoName() {
        return Optional.ofNullable(done.peekLast()).map(Step::name);
    }

    /// What would be done again.
    public Optional<String> redoName() {
        return Optional.ofNullable(undone.peekLast()).map(Step::name);
    }

    /// Takes the last step back.
    ///
    /// @return whether there was one
    public boolean undo() {
        Step step = done.pollLast();
        if (step == null) {
            return false;
        }
        undone.addLast(step);
        gesture = "";
        become(step.before(), step.selected());
        return true;
    }

    /// Does again what was undone last.
    ///
    /// @return whether there was something
    public boolean redo() {
        Step step = undone.pollLast();
        if (step == null) {
            return false;
        }
        done.addLast(step);
        gesture = "";
        become(step.after(), selection);
        return true;
    }

    private void become(Drawing after, Selection wanted) {
        Drawing before = drawing;
        drawing = after;
        listeners.forEach(listener -> listener.changed(before, after));
        select(wanted);
        listeners.forEach(Listener::status);
    }

    /// Whether the chain differs from its file. Where things stand does not count.
    public boolean dirty() {
        return drawing.draft() != saved.draft() && !drawing.hash().equals(saved.hash());
    }

    /// Whether things stand elsewhere than when it was saved.
    public boolean moved() {
        return !drawing.places().equals(saved.places());
    }

    /// Takes places that nobody chose, such as those of a first layout: no step, and nothing to be saved.
    public void settle(Drawing placed) {
        drawing = placed;
        saved = placed;
    }

    /// Says that a drawing has been written to its file.
    public void saved(Drawing written) {
        saved = written;
        listeners.forEach(Listener::status);
    }
}
