// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Window;
import io.penstock.chain.Draft;
import io.penstock.chain.End;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.edit.Edit;
import io.penstock.editor.model.edit.Editing;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.keep.Keeper;
import io.penstock.editor.model.keep.Recovery;
import io.penstock.editor.model.paint.Draughting;
import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.paint.Picture;
import io.penstock.editor.model.palette.Palette;
import io.penstock.editor.model.scene.ChainScene;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.swt.widgets.Display;

/// What a window works on: the drawing, its picture, its problems, and the dataplane that it talks to.
///
/// Used by the display's thread; calls to the dataplane are made by a thread of its own, so that drawing never waits.
final class Desk implements AutoCloseable {
    private static final int CHECK_AFTER_MILLIS = 150;
    private static final int TELL_AFTER_MILLIS = 80;

    private static final Hooks NO_HOOKS = new Hooks() {
        @Override
        public void openForm(String id) {}

        @Override
        public void offer(End from, Point at) {}

        @Override
        public void offer(Point at) {}
    };

    private final Display display;
    private final Window.Dataplane dataplane;
    private final Keeper keeper;
    private final Editing editing;
    private final Draughting draughting = new Draughting();
    private final ExecutorService calls = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("editor-dataplane").factory());
    private final List<Runnable> listeners = new ArrayList<>();
    private final List<Consumer<String>> ears = new ArrayList<>();
    private final List<Runnable> movers = new ArrayList<>();
    private final Runnable checking = this::check;
    private final Runnable telling = this::tell;
    private Palette palette = Palette.UNKNOWN;
    private Picture picture;
    private List<Problem> problems = List.of();
    private Hooks hooks = NO_HOOKS;
    private UnaryOperator<Overlay.Known> watched = UnaryOperator.identity();
    private boolean onlyMoved;
    private boolean dragging;
    private boolean changedOutside;
    private boolean undecided;
    private boolean finished;
    private boolean closed;

    private Desk(Window.Request request, Display display, Keeper keeper) {
        this.display = display;
        this.keeper = keeper;
        dataplane = request.dataplane();
        editing = new Editing(keeper.opened());
        picture = paintable();
        if (picture.cards().stream()
                .anyMatch(card ->
                        !editing.drawing().places().containsKey(card.element().id()))) {
            // Things that stand nowhere yet are laid out; that is no edit.
            editing.settle(
                    editing.drawing().at(Draughting.arranged(picture.scene()).places()));
            picture = paintable();
        }
        editing.listen(new Editing.Listener() {
            @Override
            public void changed(Drawing before, Drawing after) {
                if (!dragging || before.draft() != after.draft()) {
                    note();
                }
                if (before.draft() == after.draft()) {
                    onlyMoved = true;
                    picture = dragging
                            ? draughting.dragged(picture, after.places())
                            : draughting.picture(picture.scene(), after.places());
                    movers.forEach(Runnable::run);
                    return;
                }
                redraw();
                checkSoon();
            }

            @Override
            public void selected(Selection before, Selection after) {
                tell();
            }

            @Override
            public void status() {
                if (onlyMoved) {
                    // What follows a card that is dragged may be told a moment later; the card may not.
                    onlyMoved = false;
                    display.timerExec(TELL_AFTER_MILLIS, telling);
                } else {
                    tell();
                }
            }
        });
    }

    /// Opens a chain file, or begins a chain.
    static Desk open(Window.Request request, Display display) throws Refused {
        Keeper keeper = request.file().isPresent()
                ? Keeper.open(request.state(), request.file().get())
                : withoutFile(request.state());
        Desk desk = new Desk(request, display, keeper);
        desk.learn();
        desk.checkSoon();
        return desk;
    }

    /// One that goes on with what was drawn without a file and left, or a new one.
    private static Keeper withoutFile(Path state) throws Refused {
        Optional<Recovery> left = Keeper.left(state).stream()
                .filter(one -> !Selection.all(one.drawing().chain()).isEmpty())
                .findFirst();
        return left.isPresent()
                ? Keeper.untitled(state, left.get())
                : Keeper.untitled(state, Drawing.empty("untitled"));
    }

    Editing editing() {
        return editing;
    }

    Palette palette() {
        return palette;
    }

    Picture picture() {
        return picture;
    }

    List<Problem> problems() {
        return problems;
    }

    Optional<Path> file() {
        return keeper.file();
    }

    String dataplaneName() {
        return dataplane.name();
    }

    /// Hears of every change of what is shown.
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    /// Hears at once when things stand elsewhere; all else hears of that a moment later.
    void listenToMoves(Runnable mover) {
        movers.add(mover);
    }

    /// What parts of the window do for each other.
    interface Hooks {
        /// Shows the form of an element and puts the keyboard there.
        void openForm(String id);

        /// Offers what fits at the end of a wire that was dropped on the ground.
        void offer(End from, Point at);

        /// Offers what can be put here.
        void offer(Point at);
    }

    void hook(Hooks parts) {
        hooks = parts;
    }

    void openForm(String id) {
        hooks.openForm(id);
    }

    void offer(End from, Point at) {
        hooks.offer(from, at);
    }

    void offer(Point at) {
        hooks.offer(at);
    }

    /// Hears what the person should be told in one line.
    void hear(Consumer<String> ear) {
        ears.add(ear);
    }

    void say(String words) {
        ears.forEach(ear -> ear.accept(words));
    }

    /// Adds what is known of the running chain to what is painted.
    void watch(UnaryOperator<Overlay.Known> added) {
        watched = added;
    }

    /// Shows anew what is known.
    void refresh() {
        tell();
    }

    private void tell() {
        if (closed) {
            return;
        }
        List.copyOf(listeners).forEach(Runnable::run);
    }

    /// Things are being dragged from now on: all that need not follow the pointer waits until [#drop].
    void drag() {
        dragging = true;
    }

    /// What was dragged stands where it stands.
    void drop() {
        if (dragging) {
            dragging = false;
            note();
            redraw();
        }
    }

    private void note() {
        undecided = false;
        keeper.note(editing.drawing());
    }

    private Picture paintable() {
        Drawing drawing = editing.drawing();
        return draughting.picture(ChainScene.of(drawing.chain(), palette), drawing.places());
    }

    private void redraw() {
        picture = paintable();
        tell();
    }

    /// Carries out a command; a refusal is told to the person.
    ///
    /// @return whether it was carried out
    boolean perform(Edit edit) {
        Optional<String> refused = attempt(edit);
        refused.ifPresent(this::say);
        return refused.isEmpty();
    }

    /// Carries out a command.
    ///
    /// @return why not; empty where it was carried out
    Optional<String> attempt(Edit edit) {
        try {
            editing.perform(edit);
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of(refused.problems().getFirst().oneLine());
        }
    }

    /// The chain as the dataplane takes it.
    ChainRequest request() {
        Draft draft = editing.drawing().draft();
        return new ChainRequest(
                keeper.file().map(path -> path.toAbsolutePath().toString()).orElse("untitled.chain.yaml"),
                draft.text(),
                Map.of());
    }

    /// A call to the dataplane.
    interface Call<T> {
        T of(Control control) throws Refused;
    }

    /// Calls the dataplane and hands the answer to the display's thread.
    ///
    /// @param failed told why not
    <T> void ask(Call<T> call, Consumer<T> then, Consumer<Refused> failed) {
        if (closed) {
            return;
        }
        calls.execute(() -> {
            try {
                T answer = call.of(dataplane.control());
                later(() -> then.accept(answer));
            } catch (Refused refused) {
                later(() -> failed.accept(refused));
            } catch (RuntimeException lost) {
                String why = String.valueOf(lost.getMessage());
                later(() -> failed.accept(new Refused(Problem.error("the dataplane does not answer: " + why, ""))));
            }
        });
    }

    private void later(Runnable action) {
        if (!display.isDisposed()) {
            display.asyncExec(() -> {
                if (!closed) {
                    action.run();
                }
            });
        }
    }

    private void learn() {
        ask(
                control -> Palette.of(control.functions(), control.drivers()),
                known -> {
                    palette = known;
                    redraw();
                    checkSoon();
                },
                refused -> say(refused.problems().getFirst().oneLine()));
    }

    /// Looks for problems once the person pauses.
    private void checkSoon() {
        display.timerExec(CHECK_AFTER_MILLIS, checking);
    }

    private void check() {
        ChainRequest request = request();
        ask(
                control -> control.check(request),
                found -> {
                    problems = found;
                    tell();
                },
                refused -> {
                    problems = refused.problems();
                    tell();
                });
    }

    /// Saves the drawing.
    ///
    /// @param overwrite also where somebody else has changed the file
    /// @return whether it is saved
    boolean save(boolean overwrite) {
        return saved(() -> keeper.save(editing.drawing(), overwrite));
    }

    /// Saves the drawing under another name.
    boolean saveAs(Path target, boolean overwrite) {
        return saved(() -> keeper.saveAs(target, editing.drawing(), overwrite));
    }

    private interface Saving {
        void run() throws Refused;
    }

    private boolean saved(Saving saving) {
        try {
            saving.run();
            changedOutside = false;
            editing.saved(editing.drawing());
            say(Texts.say(
                    "saved",
                    keeper.file().map(Path::getFileName).map(Path::toString).orElse("")));
            return true;
        } catch (Refused refused) {
            say(refused.problems().getFirst().oneLine());
            return false;
        }
    }

    Keeper keeper() {
        return keeper;
    }

    private static String changed(Path file) {
        return Texts.say("changed.outside", file.getFileName());
    }

    /// Looks whether somebody else has changed the file.
    void lookOutside() {
        changedOutside = keeper.isChangedOutside();
    }

    /// What stands against keeping what is drawn, such as that no journal can be written.
    Optional<String> endangered() {
        return keeper.trouble().or(() -> changedOutside ? file().map(Desk::changed) : Optional.empty());
    }

    /// Work that was left by an editor that ended without its doing, taken up as one step.
    void recover(Recovery left) {
        perform(Edit.of(Texts.say("recover"), _ -> left.drawing()));
    }

    /// What is painted beside the drawing: problems on their elements.
    Overlay.Known known() {
        Map<String, Overlay.Badge> badges = new HashMap<>();
        for (Problem problem : problems) {
            if (!problem.node().isEmpty()) {
                boolean error = problem.severity() == Problem.Severity.ERROR;
                badges.merge(
                        problem.node(),
                        new Overlay.Badge(error ? 1 : 0, error ? 0 : 1),
                        (one, other) ->
                                new Overlay.Badge(one.errors() + other.errors(), one.warnings() + other.warnings()));
            }
        }
        return watched.apply(Overlay.Known.NOTHING.with(badges));
    }

    /// What is known of an element beyond what is drawn, in words.
    String told(String id) {
        return String.join(
                "; ",
                problems.stream()
                        .filter(problem -> problem.node().equals(id))
                        .map(problem -> problem.severity().name().toLowerCase(Locale.ROOT) + ": " + problem.what())
                        .toList());
    }

    /// The end at which a wire goes on behind a node that is put into it.
    End through(String id) {
        List<String> outputs =
                editing.drawing().chain().node(id).map(palette::outputs).orElse(List.of());
        return new End(id, outputs.isEmpty() ? "" : outputs.getFirst());
    }

    /// Says whether nobody has decided yet what becomes of work that was left.
    void leave(boolean open) {
        undecided = open;
    }

    /// The person has closed the window, and nothing that is drawn is needed any more.
    void finish() {
        finished = true;
    }

    /// Ends. What was drawn stays to be taken up again, but where the person has finished.
    @Override
    public void close() {
        closed = true;
        if (finished && !undecided) {
            keeper.close();
        } else {
            keeper.abandon();
        }
        calls.shutdownNow();
    }
}
