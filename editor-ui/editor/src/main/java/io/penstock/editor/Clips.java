// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Refused;
import io.penstock.editor.model.edit.Clipboard;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.geometry.Point;
import java.util.Optional;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Control;
import org.jspecify.annotations.Nullable;

/// Cut, copy and paste: parts of the drawing as text, so that they go from window to window; in a field, its own text.
final class Clips {
    private static final double ASIDE = 48;

    private final Workbench bench;

    Clips(Workbench bench) {
        this.bench = bench;
    }

    private @Nullable Control focus() {
        return bench.shell().getDisplay().getFocusControl();
    }

    void cut() {
        if (!Typing.cut(focus()) && put()) {
            bench.desk().perform(Edits.remove(bench.desk().editing().selection()));
        }
    }

    void copy() {
        if (!Typing.copy(focus())) {
            put();
        }
    }

    void paste() {
        if (!Typing.paste(focus())) {
            clipboard().ifPresent(text -> add(text, bench.canvas().centre()));
        }
    }

    /// A second one of what is selected, beside it.
    void duplicate() {
        Desk desk = bench.desk();
        Selection selection = desk.editing().selection();
        double left = least(selection, true) + ASIDE;
        double top = least(selection, false) + ASIDE;
        try {
            add(Clipboard.copy(desk.editing().drawing(), selection), new Point(left, top));
        } catch (Refused refused) {
            desk.say(refused.problems().getFirst().what());
        }
    }

    private double least(Selection selection, boolean across) {
        return selection.elements().stream()
                .flatMap(id -> Optional.ofNullable(
                        bench.desk().editing().drawing().places().get(id))
                        .stream())
                .mapToDouble(place -> across ? place.x() : place.y())
                .min()
                .orElse(0);
    }

    private boolean put() {
        Desk desk = bench.desk();
        try {
            String text =
                    Clipboard.copy(desk.editing().drawing(), desk.editing().selection());
            var clipboard = new org.eclipse.swt.dnd.Clipboard(bench.shell().getDisplay());
            clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
            clipboard.dispose();
            return true;
        } catch (Refused refused) {
            desk.say(refused.problems().getFirst().what());
            return false;
        }
    }

    private Optional<String> clipboard() {
        var clipboard = new org.eclipse.swt.dnd.Clipboard(bench.shell().getDisplay());
        Object text = clipboard.getContents(TextTransfer.getInstance());
        clipboard.dispose();
        return text instanceof String words ? Optional.of(words) : Optional.empty();
    }

    private void add(String text, Point at) {
        Desk desk = bench.desk();
        try {
            Clipboard.Paste paste = Clipboard.paste(desk.editing().drawing(), text, at);
            if (desk.perform(paste.edit())) {
                desk.editing().select(paste.added());
            }
        } catch (Refused refused) {
            desk.say(refused.problems().getFirst().oneLine());
        }
    }
}
