// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.keep.Recovery;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.MessageBox;

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
        boolean changed = desk.keeper().isChangedOutside();
        if (changed && !ask(Texts.say("changed.outside", desk.file().get().getFileName()), SWT.YES | SWT.NO, SWT.YES)) {
            return false;
        }
        return desk.save(changed);
    }

    void saveAs() {
        trySaveAs();
    }

    private boolean trySaveAs() {
        FileDialog dialog = new FileDialog(bench.shell(), SWT.SAVE);
        dialog.setText(Texts.say("save.as").replace("&", ""));
        dialog.setOverwrite(true);
        dialog.setFileName(bench.desk().editing().drawing().chain().name() + ENDING);
        return Optional.ofNullable(dialog.open())
                .map(name -> bench.desk().saveAs(Path.of(name.endsWith(".yaml") ? name : name + ENDING), true))
                .orElse(false);
    }

    /// Asks what becomes of what is not saved.
    boolean mayClose() {
        MessageBox box = new MessageBox(bench.shell(), SWT.ICON_QUESTION | SWT.YES | SWT.NO | SWT.CANCEL);
        box.setText(Texts.say("unsaved"));
        box.setMessage(Texts.say(
                "unsaved.ask", bench.desk().editing().drawing().chain().name()));
        int answer = box.open();
        return answer == SWT.NO || answer == SWT.YES && trySave();
    }

    /// Offers work that was left by an editor that ended without its doing.
    void offerRecovery() {
        Optional<Recovery> left = bench.desk().keeper().recovery();
        left.ifPresent(recovery -> {
            String when = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                    .withZone(ZoneId.systemDefault())
                    .format(recovery.when());
            if (ask(Texts.say("recover.ask", when), SWT.YES | SWT.NO, SWT.YES)) {
                bench.desk().recover(recovery);
                bench.canvas().fit();
            }
        });
    }

    private boolean ask(String question, int buttons, int wanted) {
        MessageBox box = new MessageBox(bench.shell(), SWT.ICON_QUESTION | buttons);
        box.setText("Penstock");
        box.setMessage(question);
        return box.open() == wanted;
    }
}
