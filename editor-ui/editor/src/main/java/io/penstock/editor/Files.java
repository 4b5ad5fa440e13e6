// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.keep.Recovery;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;

/// Saving, and what is asked before work could be lost.
final class Files {
    private static final String ENDING = ".chain.yaml";

    private final Workbench bench;

    Files(Workbench bench) {
        this.bench = bench;
    }

    void save() {
        trySave();
    }

    private boolean trySave() {
        Desk desk = bench.desk();
        if (desk.file().isEmpty()) {
            return trySaveAs();
        }
        return desk.keeper().isChangedOutside() ? changedOutside(desk) : desk.save(false);
    }

    private boolean changedOutside(Desk desk) {
        String name = String.valueOf(desk.file().get().getFileName());
        Optional<Integer> answer = ask(
                Texts.say("changed.outside", name),
                Texts.say("changed.outside.ask"),
                "changed.outside.other",
                "changed.outside.replace",
                "cancel");
        return switch (answer.orElse(2)) {
            case 0 -> trySaveAs();
            case 1 -> desk.save(true);
            default -> false;
        };
    }

    void saveAs() {
        trySaveAs();
    }

    private boolean trySaveAs() {
        FileDialog dialog = new FileDialog(bench.shell(), SWT.SAVE);
        dialog.setText(Texts.say("save.as.title"));
        dialog.setOverwrite(true);
        Optional<Path> file = bench.desk().file();
        file.map(Path::getParent).map(String::valueOf).ifPresent(dialog::setFilterPath);
        dialog.setFileName(file.map(Path::getFileName)
                .map(String::valueOf)
                .orElseGet(() -> bench.desk().editing().drawing().chain().name() + ENDING));
        return Optional.ofNullable(dialog.open()).filter(this::saved).isPresent();
    }

    private boolean saved(String chosen) {
        if (chosen.endsWith(".yaml")) {
            return bench.desk().saveAs(Path.of(chosen), true);
        }
        // The dialog has asked about the name that was typed, not about this one.
        Path file = Path.of(chosen + ENDING);
        boolean may = !java.nio.file.Files.exists(file)
                || ask(
                                Texts.say("replace", file.getFileName()),
                                Texts.say("replace.ask"),
                                "changed.outside.replace",
                                "cancel")
                        .equals(Optional.of(0));
        return may && bench.desk().saveAs(file, true);
    }

    /// Asks what becomes of what is not saved.
    boolean mayClose() {
        Optional<Integer> answer = ask(
                Texts.say("unsaved", bench.desk().editing().drawing().chain().name()),
                Texts.say("unsaved.ask"),
                "unsaved.save",
                "unsaved.discard",
                "cancel");
        return switch (answer.orElse(2)) {
            case 0 -> trySave();
            case 1 -> true;
            default -> false;
        };
    }

    /// Offers work that was left by an editor that ended without its doing. It stays where it is while nobody has
    /// decided.
    void offerRecovery() {
        Optional<Recovery> left = bench.desk().keeper().recovery();
        left.ifPresent(recovery -> {
            String when = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                    .withZone(ZoneId.systemDefault())
                    .format(recovery.when());
            Optional<Integer> answer = ask(
                    Texts.say("recover.ask", recovery.drawing().chain().name()),
                    Texts.say(
                            "recover.what",
                            when,
                            recovery.drawing().chain().ports().size(),
                            recovery.drawing().chain().nodes().size()),
                    "recover.take",
                    "recover.discard");
            bench.desk().leave(answer.isEmpty());
            if (answer.equals(Optional.of(0))) {
                bench.desk().recover(recovery);
                bench.canvas().fit();
            }
        });
    }

    /// @param answers keys of what is offered, the first by Enter
    private Optional<Integer> ask(String heading, String words, String... answers) {
        List<String> said = Stream.of(answers).map(Texts::say).toList();
        return Question.ask(bench.shell(), bench.look(), heading, words, said);
    }
}
