// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.keep;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.chain.ChainDocument;
import io.penstock.chain.Draft;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.keep.Journal.Entry;
import io.penstock.editor.model.keep.Journal.Kind;
import io.penstock.editor.model.words.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps one drawing: reads and saves its file, and puts every edit into a journal, so that no more than one
/// edit is lost whatever happens to this process.
///
/// ```java
/// Keeper keeper = Keeper.open(state, Path.of("office-edge.chain.yaml"));
/// keeper.recovery().ifPresent(left -> offer(left));
/// editing.listen((before, after) -> keeper.note(after));
/// keeper.save(editing.drawing(), false);
/// keeper.close();
/// ```
///
/// Used by one thread.
public final class Keeper implements AutoCloseable {
    /// A journal that has grown larger begins anew.
    private static final long LONGEST_JOURNAL = 8 << 20;

    private final Path state;
    private final Drawing opened;
    private final Optional<Recovery> recovery;
    private final Optional<Journal> journal;
    private Optional<Path> file;
    private Optional<String> onDisk;
    private Optional<String> trouble = Optional.empty();
    private String journaledText = "";
    private Map<String, Point> journaledPlaces = Map.of();

    private Keeper(
            Path state,
            Optional<Path> file,
            Optional<String> onDisk,
            Drawing opened,
            Optional<Journal> journal,
            Optional<Recovery> recovery) {
        this.state = state;
        this.file = file;
        this.onDisk = onDisk;
        this.opened = opened;
        this.journal = journal;
        this.recovery = recovery;
    }

    /// Opens a chain file; a file that is not there yet is an empty chain.
    ///
    /// @param state the folder for journals and backups
    /// @throws Refused when the file cannot be read as a chain
    public static Keeper open(Path state, Path file) throws Refused {
        Path whole = file.toAbsolutePath().normalize();
        Optional<String> text = text(whole);
        Drawing drawing = text.isPresent()
                ? new Drawing(Draft.parse(file.toString(), text.get()), LayoutFile.read(LayoutFile.beside(whole)))
                : Drawing.empty(Journals.chainName(whole));
        return keep(state, Journals.of(state, whole), Optional.of(whole), text, drawing);
    }

    /// Begins a drawing that has no file yet.
    public static Keeper untitled(Path state, Drawing drawing) throws Refused {
        return keep(state, Journals.untitled(state), Optional.empty(), Optional.empty(), drawing);
    }

    /// Goes on with a drawing that had no file and was left by an editor that ended without its doing.
    public static Keeper untitled(Path state, Recovery left) throws Refused {
        return keep(state, left.journal(), Optional.empty(), Optional.empty(), Drawing.empty("untitled"));
    }

    /// Drawings without a file that were left by editors that ended without their doing.
    public static List<Recovery> left(Path state) {
        return Journals.left(state);
    }

    private static Keeper keep(
            Path state, Path journalFile, Optional<Path> file, Optional<String> text, Drawing drawing) {
        try {
            Optional<Journal> journal = Journal.open(journalFile);
            Optional<Recovery> left = journal.isPresent()
                    ? Journals.recovery(journalFile, journal.get(), file).filter(one -> !isSame(one.drawing(), drawing))
                    : Optional.empty();
            Keeper keeper = new Keeper(state, file, text, drawing, journal, left);
            if (journal.isEmpty()) {
                keeper.trouble = Optional.of(Words.say("keep.in-use"));
            } else if (left.isEmpty()) {
                keeper.restart(drawing);
            }
            return keeper;
        } catch (IOException unable) {
            Keeper keeper = new Keeper(state, file, text, drawing, Optional.empty(), Optional.empty());
            keeper.trouble = Optional.of(Words.say("keep.no-journal", reason(unable)));
            return keeper;
        }
    }

    private static boolean isSame(Drawing one, Drawing other) {
        return one.draft().text().equals(other.draft().text()) && one.places().equals(other.places());
    }

    private static Optional<String> text(Path file) throws Refused {
        return Files.exists(file) ? Optional.of(ChainDocument.readText(file)) : Optional.empty();
    }

    /// The drawing as it stands in its file; what has no place yet has none.
    public Drawing opened() {
        return opened;
    }

    /// The file, if it has one.
    public Optional<Path> file() {
        return file;
    }

    /// Work that was left by an editor that ended without its doing. It is kept until something is noted or saved.
    public Optional<Recovery> recovery() {
        return recovery;
    }

    /// What a person has to know, such as that no journal can be written; empty where all is well.
    public Optional<String> trouble() {
        return trouble;
    }

    /// Puts the state after an edit into the journal.
    public void note(Drawing drawing) {
        if (journal.isEmpty()) {
            return;
        }
        try {
            if (journal.get().size() > LONGEST_JOURNAL) {
                restart(drawing);
                return;
            }
            List<Entry> entries = new ArrayList<>();
            String text = drawing.draft().text();
            if (!text.equals(journaledText)) {
                entries.add(new Entry(Kind.TEXT, text));
            }
            if (!drawing.places().equals(journaledPlaces)) {
                entries.add(new Entry(Kind.PLACES, LayoutFile.write(drawing.places())));
            }
            journal.get().append(entries);
            remember(drawing);
            trouble = Optional.empty();
        } catch (IOException unable) {
            trouble = Optional.of(Words.say("keep.no-journal", reason(unable)));
        }
    }

    private void restart(Drawing drawing) throws IOException {
        if (journal.isPresent()) {
            journal.get()
                    .restart(List.of(
                            new Entry(Kind.FILE, file.map(Path::toString).orElse("")),
                            new Entry(Kind.TEXT, drawing.draft().text()),
                            new Entry(Kind.PLACES, LayoutFile.write(drawing.places()))));
            remember(drawing);
        }
    }

    private void remember(Drawing drawing) {
        journaledText = drawing.draft().text();
        journaledPlaces = drawing.places();
    }

    /// Whether somebody else has changed the file since it was read or saved here.
    public boolean isChangedOutside() {
        try {
            return file.isPresent()
                    && !onDisk.equals(
                            Files.exists(file.get())
                                    ? Optional.of(Files.readString(file.get(), StandardCharsets.UTF_8))
                                    : Optional.empty());
        } catch (IOException unreadable) {
            return true;
        }
    }

    /// Saves the drawing whole or not at all; what the file said before becomes a backup.
    ///
    /// @param overwrite also where somebody else has changed the file
    /// @throws Refused when it has no file, cannot be written, or was changed by somebody else
    public void save(Drawing drawing, boolean overwrite) throws Refused {
        Path target = file.orElseThrow(() -> refused(Words.say("keep.no-file"), ""));
        if (!overwrite && isChangedOutside()) {
            throw refused(Words.say("keep.changed", target), Words.say("keep.changed.mend"));
        }
        String text = drawing.draft().text();
        readsBack(target, drawing, text);
        try {
            if (!onDisk.equals(Optional.of(text))) {
                Backups.keep(state, target);
                WholeFile.write(target, text);
                onDisk = Optional.of(text);
            }
            WholeFile.write(LayoutFile.beside(target), LayoutFile.write(drawing.places()));
            restart(drawing);
        } catch (IOException unable) {
            throw refused(Words.say("keep.unwritable", target, reason(unable)), Words.say("keep.unwritable.mend"));
        }
    }

    /// Nothing is written that could not be opened again.
    private static void readsBack(Path target, Drawing drawing, String text) throws Refused {
        Draft again = Draft.parse(target.toString(), text);
        if (!again.chain().equals(drawing.chain())) {
            throw refused(Words.say("keep.unreadable", target), "");
        }
    }

    /// Saves the drawing under another name, which it has from then on.
    public void saveAs(Path other, Drawing drawing, boolean overwrite) throws Refused {
        Optional<Path> before = file;
        Optional<String> beforeText = onDisk;
        Path whole = other.toAbsolutePath().normalize();
        file = Optional.of(whole);
        onDisk = Optional.empty();
        try {
            save(drawing, overwrite);
        } catch (Refused refused) {
            file = before;
            onDisk = beforeText;
            throw refused;
        }
    }

    /// What the file said before, the latest first.
    public List<Path> backups() {
        return file.map(path -> Backups.of(state, path)).orElse(List.of());
    }

    /// Ends with unsaved work: the journal stays, and the next one who opens the file is offered it.
    public void abandon() {
        journal.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException unable) {
                trouble = Optional.of(reason(unable));
            }
        });
    }

    /// Ends without unsaved work: the journal is not needed any more.
    @Override
    public void close() {
        journal.ifPresent(open -> {
            try {
                open.discard();
            } catch (IOException unable) {
                trouble = Optional.of(reason(unable));
            }
        });
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? Words.say("keep.no-folder", String.valueOf(e.getMessage()))
                : String.valueOf(e.getMessage());
    }

    private static Refused refused(String what, String mend) {
        return new Refused(Problem.error(what, mend));
    }
}
