// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import java.util.ArrayList;
import java.util.List;

/// Text broken between words.
final class Wrapped {
    private Wrapped() {}

    /// The lines of a text, none longer than a width unless a word is.
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : Clean.line(text).split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
