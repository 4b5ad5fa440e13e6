// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.scene;

import java.util.List;

/// A port or a node of the picture, as words.
///
/// @param id the name in the chain
/// @param kind what it is and on which side it stands
/// @param type the function's type and version, or the port's driver
/// @param icon its sign
/// @param lines what is set, in document order
/// @param marks what is unusual about it
/// @param inputs whether wires may end at it
/// @param outputs where wires may start; one with an empty name where there is only one
public record Element(
        String id,
        Kind kind,
        String type,
        Icon icon,
        List<Line> lines,
        List<Mark> marks,
        boolean inputs,
        List<Output> outputs) {

    public Element {
        lines = List.copyOf(lines);
        marks = List.copyOf(marks);
        outputs = List.copyOf(outputs);
    }

    /// What an element is.
    public enum Kind {
        CLIENT_PORT,
        /// A port that has no wire yet, and may come to stand on either side.
        PORT,
        FUNCTION,
        SERVER_PORT
    }

    /// One setting.
    ///
    /// @param label the property's name; empty where the value speaks for itself
    public record Line(String label, String value) {
        /// Both in one text.
        public String text() {
            return label.isEmpty() ? value : label + " " + value;
        }
    }

    /// A sign with its word: a state is never told by colour alone.
    public record Mark(Icon icon, String word) {}

    /// Where a wire may start.
    ///
    /// @param connector its name in wires; empty for the only one
    /// @param value what leaves here, such as a match; may be empty
    public record Output(String connector, String value) {}

    /// Whether several named outputs leave here.
    public boolean branches() {
        for (Output output : outputs) {
            if (!output.connector().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// Everything about it in one line for those who do not see the picture.
    public String spoken() {
        StringBuilder text = new StringBuilder(id)
                .append(kind == Kind.FUNCTION ? ": function " : ": port ")
                .append(type);
        marks.forEach(mark -> text.append(", ").append(mark.word()));
        lines.forEach(line -> text.append("; ").append(line.text()));
        outputs.stream()
                .filter(output -> !output.connector().isEmpty())
                .forEach(output -> text.append("; ")
                        .append(output.connector())
                        .append(": ")
                        .append(output.value().isEmpty() ? "all else" : output.value()));
        return text.toString();
    }
}
