// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the comments of a text and gives each to the entry or item that it belongs to.
///
/// Between two scalars YAML has only white space, brackets, punctuation and comments, so a `#` there begins a comment
/// for certain. One that has a line for itself belongs to what comes next; one behind something, to that.
final class Comments {
    private final Source source;
    private final List<Owner> owners = new ArrayList<>();
    private final List<String> footer = new ArrayList<>();

    /// A slot and the one that its collection is the value of.
    private record Owner(Tree.Slot slot, Optional<Owner> parent) {}

    private Comments(Source source) {
        this.source = source;
    }

    /// Puts all comments and blank lines into the slots of a tree.
    ///
    /// @return the lines behind the last slot
    static List<String> attach(Source source, TreeReader.Result read) {
        Comments comments = new Comments(source);
        comments.collect(read.root(), Optional.empty());
        comments.owners.sort(Comparator.comparingInt(owner -> owner.slot().start()));
        int from = 0;
        int newlines = 1;
        for (Tree.Scalar scalar : read.scalars()) {
            comments.scan(from, scalar.start(), newlines);
            if (scalar.style().isBlock()) {
                comments.scanHeader(scalar);
            }
            from = Math.max(from, scalar.end());
            newlines = scalar.style().isBlock() ? comments.scanTail(from) : 0;
        }
        comments.scan(from, source.length(), newlines);
        return comments.footer;
    }

    private void collect(Tree tree, Optional<Owner> parent) {
        for (Tree.Slot slot : tree.children()) {
            Owner owner = new Owner(slot, parent);
            owners.add(owner);
            collect(slot.value(), Optional.of(owner));
        }
    }

    /// Looks through a gap between scalars.
    ///
    /// @param newlines line feeds since the last thing that was not white space
    private void scan(int from, int to, int newlines) {
        int feeds = newlines;
        for (int at = from; at < to; at++) {
            int point = source.at(at);
            if (point == '\n') {
                if (++feeds == 2) {
                    above(at, "");
                }
            } else if (point == '#') {
                int end = source.lineEnd(at);
                String comment = source.slice(at, end).stripTrailing();
                if (feeds > 0) {
                    above(at, comment);
                } else {
                    behind(at, comment);
                }
                feeds = 0;
                at = end - 1;
            } else if (point != ' ' && point != '\t') {
                feeds = 0;
            }
        }
    }

    /// A `|` or `>` may have a comment behind it, which lies inside the scalar's own range.
    private void scanHeader(Tree.Scalar scalar) {
        scan(scalar.start() + 1, source.lineEnd(scalar.start()), 0);
    }

    /// Blank lines behind a block scalar lie inside its own range, too.
    ///
    /// @return line feeds seen, as [#scan] counts them
    private int scanTail(int end) {
        int feeds = 0;
        for (int at = end - 1; at >= 0 && Character.isWhitespace(source.at(at)); at--) {
            if (source.at(at) == '\n' && ++feeds == 2) {
                above(end - 1, "");
            }
        }
        return feeds;
    }

    private void above(int offset, String line) {
        int next = firstAfter(offset);
        List<String> lines = next < owners.size() ? owners.get(next).slot().before() : footer;
        if (!line.isEmpty() || lines.isEmpty() || !lines.getLast().isEmpty()) {
            lines.add(line);
        }
    }

    private void behind(int offset, String comment) {
        int next = firstAfter(offset);
        if (next == 0) {
            above(offset, comment);
            return;
        }
        Tree.Slot slot = outermostEnded(owners.get(next - 1), offset);
        if (!slot.trailing().isEmpty()) {
            slot.before().add(slot.trailing());
        }
        slot.trailing(comment);
    }

    /// A comment behind a closing bracket belongs to the entry that the bracket closes.
    private static Tree.Slot outermostEnded(Owner innermost, int offset) {
        Owner owner = innermost;
        while (owner.parent().isPresent()) {
            Tree around = owner.parent().get().slot().value();
            if (!around.isFlow() || around.end() > offset) {
                break;
            }
            owner = owner.parent().get();
        }
        return owner.slot();
    }

    /// The number of the first owner that begins after an offset.
    private int firstAfter(int offset) {
        int low = 0;
        int high = owners.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (owners.get(middle).slot().start() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
