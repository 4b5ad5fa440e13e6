// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.scene.Icon;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

/// The few commands that are used all the time.
final class Toolbar {
    private final Workbench bench;
    private final Label state;
    private final FlatButton deploy;
    private final FlatButton stop;
    private final FlatButton undo;
    private final FlatButton redo;

    Toolbar(Composite bar, Workbench bench) {
        this.bench = bench;
        undo = button(bar, "undo", bench.desk().editing()::undo);
        redo = button(bar, "redo", bench.desk().editing()::redo);
        button(bar, "zoom.fit", bench.canvas()::fit);
        button(bar, "arrange", bench.canvas()::arrange);
        state = new Label(bar, SWT.RIGHT);
        bench.look().quiet(state);
        state.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, true));
        stop = button(bar, "stop", bench.running()::stop);
        deploy = new FlatButton(
                bar,
                bench.look(),
                Optional.of(Icon.CHECK),
                plain("deploy"),
                plain("deploy") + " (F5)",
                true,
                bench.running()::deploy);
        ((GridLayout) bar.getLayout()).numColumns = bar.getChildren().length;
        bench.desk().listen(this::refresh);
        bench.running().listen(this::refresh);
        refresh();
    }

    private static String plain(String key) {
        return Texts.say(key).replace("&", "").replaceAll("\t.*|\\.\\.\\.$", "");
    }

    private FlatButton button(Composite bar, String key, Runnable action) {
        return new FlatButton(bar, bench.look(), Optional.empty(), plain(key), plain(key), false, action);
    }

    private void refresh() {
        undo.setEnabled(bench.desk().editing().undoName().isPresent());
        redo.setEnabled(bench.desk().editing().redoName().isPresent());
        stop.setEnabled(bench.running().runs());
        deploy.setEnabled(bench.desk().problems().stream()
                .noneMatch(problem -> problem.severity() == io.penstock.api.Problem.Severity.ERROR));
        String words = bench.running().inWords().replace("&", "&&");
        if (!words.equals(state.getText())) {
            state.setText(words);
        }
    }
}
