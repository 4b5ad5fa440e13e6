// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The text of a chain file as code points, with their lines and columns.
final class Source {
    private final String file;
    private final String text;
    private final int[] points;
    private final int[] lineStarts;

    /// @param text with line feeds as the only line ends
    Source(String file, String text) {
        this.file = file;
        this.text = text;
        this.points = text.codePoints().toArray();
        this.lineStarts = IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, points.length)
                                .filter(at -> points[at] == '\n')
                                .map(at -> at + 1))
                .toArray();
    }

    String file() {
        return file;
    }

    String text() {
        return text;
    }

    int length() {
        return points.length;
    }

    /// The code point at an offset; a line feed past the end.
    int at(int offset) {
        return offset < points.length ? points[offset] : '\n';
    }

    String slice(int from, int to) {
        return new String(points, from, to - from);
    }

    Place place(int offset) {
        int line = line(offset);
        return new Place(line + 1, offset - lineStarts[line] + 1);
    }

    /// The number of the line that holds an offset, from 0.
    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found : -found - 2;
    }

    /// Where a line begins; the end of the text for lines past it.
    int lineStart(int line) {
        return line < lineStarts.length ? lineStarts[line] : points.length;
    }

    int lineEnd(int offset) {
        int end = offset;
        while (end < points.length && points[end] != '\n') {
            end++;
        }
        return end;
    }
}
