// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import java.util.List;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;

/// Asks for one of a few answers, each of which says what it does, in the colours of the window. Enter gives the first
/// one, Escape none.
final class Question {
    private static final int WIDE = 420;
    private static final int MARGIN = 24;

    private final Shell shell;
    private final Look look;
    private Optional<Integer> answer = Optional.empty();

    private Question(Shell parent, Look look, String heading, String words) {
        this.look = look;
        shell = new Shell(parent, SWT.TITLE | SWT.CLOSE | SWT.APPLICATION_MODAL);
        shell.setText("Penstock");
        look.panel(shell);
        GridLayout layout = new GridLayout();
        layout.marginWidth = MARGIN;
        layout.marginHeight = MARGIN;
        layout.verticalSpacing = 10;
        shell.setLayout(layout);
        Label head = label(heading);
        look.panel(head);
        head.setFont(Fonts.large(shell.getDisplay()));
        look.quiet(label(words));
    }

    /// @return the number of the answer; empty where the question was closed without one
    static Optional<Integer> ask(Shell parent, Look look, String heading, String words, List<String> answers) {
        Question question = new Question(parent, look, heading, words);
        question.offer(answers);
        return question.open(parent);
    }

    private Label label(String words) {
        Label label = new Label(shell, SWT.WRAP);
        label.setText(words.replace("&", "&&"));
        GridData data = new GridData(SWT.FILL, SWT.TOP, true, false);
        data.widthHint = WIDE;
        label.setLayoutData(data);
        return label;
    }

    private void offer(List<String> answers) {
        Composite row = new Composite(shell, SWT.NONE);
        look.panel(row);
        GridLayout layout = new GridLayout(answers.size(), false);
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.marginTop = 10;
        layout.horizontalSpacing = 8;
        row.setLayout(layout);
        row.setLayoutData(new GridData(SWT.END, SWT.BOTTOM, true, true));
        // The one that matters most stands where the eye ends.
        for (int i = answers.size() - 1; i >= 0; i--) {
            int number = i;
            FlatButton button = new FlatButton(
                    row, look, Optional.empty(), answers.get(i), answers.get(i), i == 0, () -> give(number));
            if (i == 0) {
                button.setFocus();
            }
        }
    }

    private void give(int number) {
        answer = Optional.of(number);
        shell.close();
    }

    private Optional<Integer> open(Shell parent) {
        shell.pack();
        Rectangle over = parent.getBounds();
        Point size = shell.getSize();
        shell.setLocation(over.x + (over.width - size.x) / 2, over.y + (over.height - size.y) / 3);
        shell.open();
        Display display = shell.getDisplay();
        while (!shell.isDisposed()) {
            if (!display.readAndDispatch()) {
                display.sleep();
            }
        }
        return answer;
    }
}
