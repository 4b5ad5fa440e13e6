// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import org.eclipse.swt.custom.ST;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import org.jspecify.annotations.Nullable;

/// What commands mean while a person types: the menu's keys reach its commands before they reach a field.
final class Typing {
    private Typing() {}

    /// Selects all that stands in a field.
    ///
    /// @return whether the keyboard is in one
    static boolean selectAll(@Nullable Control focus) {
        switch (focus) {
            case Text text -> text.selectAll();
            case StyledText text -> text.selectAll();
            case null, default -> {
                return false;
            }
        }
        return true;
    }

    /// Deletes what is selected in a field, else what stands behind the caret.
    ///
    /// @return whether the keyboard is in one
    static boolean delete(@Nullable Control focus) {
        switch (focus) {
            case Text text -> {
                if (text.getSelectionCount() == 0) {
                    text.setSelection(text.getCaretPosition(), text.getCaretPosition() + 1);
                }
                text.insert("");
            }
            case StyledText text -> text.invokeAction(ST.DELETE_NEXT);
            case null, default -> {
                return false;
            }
        }
        return true;
    }

    /// Cuts what is selected in a field.
    ///
    /// @return whether the keyboard is in one
    static boolean cut(@Nullable Control focus) {
        switch (focus) {
            case Text text -> text.cut();
            case StyledText text -> text.cut();
            case null, default -> {
                return false;
            }
        }
        return true;
    }

    /// Copies what is selected in a field.
    ///
    /// @return whether the keyboard is in one
    static boolean copy(@Nullable Control focus) {
        switch (focus) {
            case Text text -> text.copy();
            case StyledText text -> text.copy();
            case null, default -> {
                return false;
            }
        }
        return true;
    }

    /// Pastes into a field.
    ///
    /// @return whether the keyboard is in one
    static boolean paste(@Nullable Control focus) {
        switch (focus) {
            case Text text -> text.paste();
            case StyledText text -> text.paste();
            case null, default -> {
                return false;
            }
        }
        return true;
    }
}
