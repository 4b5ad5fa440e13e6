// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.keep;

import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.edit.Editing;
import io.penstock.editor.model.edit.RandomEdits;
import java.io.PrintStream;
import java.nio.file.Path;

/// An editor that edits until it is killed, and says what it is about to keep and what it has kept.
final class KilledEditor {
    private KilledEditor() {}

    /// @param args state folder, chain file, seed
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true);
        Keeper keeper = Keeper.open(Path.of(args[0]), Path.of(args[1]));
        Editing editing = new Editing(keeper.opened());
        RandomEdits random = new RandomEdits(Long.parseLong(args[2]));
        while (true) {
            Drawing before = editing.drawing();
            random.perform(editing);
            if (!editing.drawing().equals(before)) {
                out.println("before " + state(editing.drawing()));
                keeper.note(editing.drawing());
                out.println("after " + state(editing.drawing()));
            }
        }
    }

    static String state(Drawing drawing) {
        return drawing.hash() + " "
                + Integer.toHexString(LayoutFile.write(drawing.places()).hashCode());
    }
}
