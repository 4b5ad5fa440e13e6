// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Checksum;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The sequences of headers for which a parser is generated, as a tree: each step a header at a fixed place, told from
/// its neighbours by the number that led to it.
final class ShapeTree {
    /// Headers in a row.
    private static final int MOST_DEPTH = 4;

    /// Steps in all, so that the code stays small whatever is installed.
    private static final int MOST_STEPS = 96;

    /// Widest field that a length may be worked out from, so that the result fits an int.
    private static final int MOST_LENGTH_BITS = 16;

    /// A header at a place, and what may follow it.
    static final class Step {
        final Header header;
        final int at;
        final List<Step> above;
        final long number;
        final Map<Long, Step> next = new TreeMap<>();
        Optional<Shape> shape = Optional.empty();

        Step(Header header, int at, List<Step> above, long number) {
            this.header = header;
            this.at = at;
            this.above = above;
            this.number = number;
        }

        /// All headers down to this one.
        List<Step> row() {
            List<Step> row = new ArrayList<>(above);
            row.add(this);
            return row;
        }
    }

    final Map<Long, Step> roots = new TreeMap<>();
    final List<Shape> shapes = new ArrayList<>();
    final Keys keys;

    private final Headers headers;

    ShapeTree(Headers headers, Keys keys) {
        this.headers = headers;
        this.keys = keys;
        Deque<Step> open = new ArrayDeque<>();
        entries(Headers.LINK_TYPE).forEach((number, header) -> {
            Step step = new Step(header, 0, List.of(), number);
            roots.put(number, step);
            open.add(step);
        });
        int steps = 0;
        while (!open.isEmpty() && steps++ < MOST_STEPS) {
            grow(open.remove(), open);
        }
        roots.values().removeIf(root -> !fruitful(root));
    }

    private void grow(Step step, Deque<Step> open) {
        if (step.header.next().isEmpty()) {
            end(step);
        } else if (step.above.size() + 1 < MOST_DEPTH) {
            entries(step.header.space()).forEach((number, header) -> {
                Step child = new Step(header, step.at + step.header.octets(), step.row(), number);
                step.next.put(number, child);
                open.add(child);
            });
        }
    }

    private Map<Long, Header> entries(String space) {
        Map<Long, Header> found = new TreeMap<>();
        for (Header header : headers.all()) {
            for (Header.Entry entry : header.entries()) {
                if (entry.space().equals(space) && simple(header)) {
                    found.put(entry.number(), header);
                }
            }
        }
        return found;
    }

    /// Whether the generated code can tell that a header is sound.
    private boolean simple(Header header) {
        return !extension(header)
                && header.length().map(ShapeTree::simple).orElse(true)
                && header.extent().map(ShapeTree::simple).orElse(true)
                && header.next().map(field -> field.octets() <= 8).orElse(true)
                && header.checksums().stream().noneMatch(checksum -> hard(checksum));
    }

    /// Headers between others that are rare, and seldom of their least length.
    private static boolean extension(Header header) {
        return header.transparent()
                && (header.length().isPresent() || header.partial().isPresent());
    }

    private static boolean simple(Header.Scaled scaled) {
        return scaled.times() > 0 && scaled.field().width() <= MOST_LENGTH_BITS;
    }

    private static boolean hard(Checksum checksum) {
        return checksum.covers() == Checksum.Covers.HEADER && (checksum.pseudo() || checksum.optional());
    }

    private void end(Step last) {
        List<Step> row = last.row();
        Layout layout = new Layout();
        for (int i = 0; i < row.size(); i++) {
            layout.push(row.get(i).header, row.get(i).at);
            if (i + 1 < row.size()) {
                layout.select(row.get(i + 1).number);
            }
        }
        int kind = keys.kindOf(layout);
        if (kind >= 0 && keyFits(row)) {
            int owner = layout.starts[layout.find(keys.owner(kind))];
            Shape shape = new Shape(shapes.size(), layout, kind, owner);
            layout.settle();
            layout.ends = Frame.endsOf(layout);
            shapes.add(shape);
            last.shape = Optional.of(shape);
        }
    }

    private static boolean keyFits(List<Step> row) {
        int ends = 0;
        int singles = 0;
        for (Step step : row) {
            for (Header.Pair pair : step.header.pairs()) {
                ends += pair.role() == Header.Role.STATION ? 0 : pair.from().octets();
            }
            singles += step.header.singles().stream().mapToInt(Field::octets).sum();
        }
        return ends <= Keys.PART && singles <= Keys.BYTES - Keys.SINGLES;
    }

    private static boolean fruitful(Step step) {
        step.next.values().removeIf(child -> !fruitful(child));
        return step.shape.isPresent() || !step.next.isEmpty();
    }
}
