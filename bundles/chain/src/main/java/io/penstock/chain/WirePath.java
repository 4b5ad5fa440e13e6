// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.List;

/// Splits `cls.web -> ids -> fw` into what stands between the arrows.
final class WirePath {
    static final String ARROW = "->";

    private WirePath() {}

    /// @param text an element as it is written, without white space around it
    /// @param index where it begins in the path, in characters
    record Element(String text, int index) {
        String name() {
            int dot = text.indexOf('.');
            return dot < 0 ? text : text.substring(0, dot);
        }

        /// What stands behind the first dot; "" where there is none.
        String connector() {
            int dot = text.indexOf('.');
            return dot < 0 ? "" : text.substring(dot + 1);
        }
    }

    static List<Element> elements(String path) {
        List<Element> elements = new ArrayList<>();
        int from = 0;
        while (from <= path.length()) {
            int arrow = path.indexOf(ARROW, from);
            int to = arrow < 0 ? path.length() : arrow;
            elements.add(element(path, from, to));
            from = to + ARROW.length();
        }
        return elements;
    }

    private static Element element(String path, int from, int to) {
        String text = path.substring(from, to);
        int blank = text.length() - text.stripLeading().length();
        return new Element(text.strip(), from + blank);
    }
}
