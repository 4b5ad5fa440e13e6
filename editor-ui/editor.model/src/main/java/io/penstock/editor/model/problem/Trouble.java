// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.problem;

import io.penstock.api.Problem.Severity;
import io.penstock.chain.Wire;
import io.penstock.editor.model.edit.Edit;
import java.util.List;
import java.util.Optional;

/// Something wrong with the drawing, with where to look and what mends it.
///
/// @param severity whether it stops a deployment
/// @param element the port or node to jump to; empty where it is the drawing as a whole
/// @param wire the wire to jump to
/// @param property the property to jump to; empty where it is none
/// @param item index into a list property
/// @param column where in the text, from 0
/// @param line of the chain file, from 1; 0 where none is known
/// @param what what is wrong
/// @param mend how to mend it; may be empty
/// @param fixes commands that mend it, the most likely first
public record Trouble(
        Severity severity,
        String element,
        Optional<Wire> wire,
        String property,
        int item,
        int column,
        int line,
        String what,
        String mend,
        List<Edit> fixes) {
    public Trouble {
        fixes = List.copyOf(fixes);
    }

    /// The same with its line in the file.
    Trouble at(int knownLine) {
        return new Trouble(severity, element, wire, property, item, column, knownLine, what, mend, fixes);
    }

    /// Everything in one line, for lists and for those who do not see them.
    public String text() {
        return mend.isEmpty() ? what : what + "; " + mend;
    }
}
