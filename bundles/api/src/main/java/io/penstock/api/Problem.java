// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// Something wrong with what a person gave us, in one line: what, where, how to mend.
///
/// @param severity whether it stops the work
/// @param file the file's name as the person gave it; empty where there is none
/// @param line from 1; 0 where no line can be told
/// @param column from 1; 0 where no column can be told
/// @param node the node, port or wire it is about; may be empty
/// @param what what is wrong, without a full stop
/// @param mend how to mend it, without a full stop; may be empty
public record Problem(Severity severity, String file, int line, int column, String node, String what, String mend) {
    /// Whether a problem stops the work.
    public enum Severity {
        ERROR,
        WARNING
    }

    /// An error that has no place in a file.
    public static Problem error(String what, String mend) {
        return new Problem(Severity.ERROR, "", 0, 0, "", what, mend);
    }

    /// `file:line:column: what; mend`, leaving out what is not known.
    public String oneLine() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
            if (column > 0) {
                text.append(':').append(column);
            }
        }
        if (!text.isEmpty()) {
            text.append(": ");
        }
        if (severity == Severity.WARNING) {
            text.append("warning: ");
        }
        text.append(what);
        if (!mend.isEmpty()) {
            text.append("; ").append(mend);
        }
        return text.toString().replace('\n', ' ').replace('\r', ' ');
    }
}
