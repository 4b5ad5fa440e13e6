// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes a tree that is already in canonical order: what fits on a line goes on one, unless a comment is inside.
final class CanonicalWriter {
    static final int WIDTH = 120;

    /// How far ports, functions and wires are indented.
    private static final int SECTION = 2;

    private final StringBuilder out = new StringBuilder();
    private final boolean comments;

    private CanonicalWriter(boolean comments) {
        this.comments = comments;
    }

    /// @param header lines above everything
    /// @param top the top-level entries in order
    /// @param footer lines below everything
    static String write(List<String> header, List<Tree.Slot> top, List<String> footer) {
        CanonicalWriter writer = new CanonicalWriter(true);
        List<String> above = withoutBlankStart(header);
        writer.lines("", above);
        writer.top(top, above.isEmpty());
        writer.lines("", withoutBlankEnd(footer));
        return writer.out.toString();
    }

    /// The same without comments and blank lines.
    static String writeBare(List<Tree.Slot> top) {
        CanonicalWriter writer = new CanonicalWriter(false);
        writer.top(top, true);
        return writer.out.toString();
    }

    private void top(List<Tree.Slot> slots, boolean first) {
        boolean blankAllowed = !first;
        for (Tree.Slot slot : slots) {
            lines("", blankAllowed ? slot.before() : withoutBlankStart(slot.before()));
            blankAllowed = true;
            switch (slot.value()) {
                case Tree.Scalar scalar -> scalarSlot(slot, scalar, "", 0);
                case Tree.Sequence sequence -> blockSlot(slot, sequence, 0);
                case Tree.Mapping mapping -> blockSlot(slot, mapping, 0);
            }
        }
    }

    private void slots(List<Tree.Slot> slots, int indent) {
        boolean first = true;
        for (Tree.Slot slot : slots) {
            lines(" ".repeat(indent), first ? withoutBlankStart(slot.before()) : slot.before());
            first = false;
            if (indent == SECTION) {
                out.append(slot.written(comments, this::entry));
            } else {
                slot(slot, indent);
            }
        }
    }

    private String entry(Tree.Slot slot) {
        CanonicalWriter writer = new CanonicalWriter(comments);
        writer.slot(slot, SECTION);
        return writer.out.toString();
    }

    private void slot(Tree.Slot slot, int indent) {
        String margin = " ".repeat(indent);
        if (slot.value() instanceof Tree.Scalar scalar) {
            scalarSlot(slot, scalar, margin, indent);
            return;
        }
        Optional<String> flow = isOpen(slot) ? Optional.empty() : Optional.of(flow(slot.value()));
        if (flow.isPresent() && (margin + lead(slot) + flow.get()).length() <= WIDTH) {
            line(slot, margin + lead(slot) + flow.get());
        } else {
            blockSlot(slot, slot.value(), indent);
        }
    }

    /// Whether something inside needs lines of its own.
    private boolean isOpen(Tree.Slot slot) {
        return slot.value().children().stream()
                .anyMatch(inner -> comments && inner.isCommented() || isLiteral(inner.value()) || isOpen(inner));
    }

    private void blockSlot(Tree.Slot slot, Tree value, int indent) {
        String head = " ".repeat(indent) + lead(slot).stripTrailing();
        if (value.children().isEmpty()) {
            line(slot, head + " " + flow(value));
            return;
        }
        line(slot, head);
        slots(value.children(), indent + 2);
    }

    private void scalarSlot(Tree.Slot slot, Tree.Scalar scalar, String margin, int indent) {
        if (!isLiteral(scalar)) {
            line(slot, margin + lead(slot) + blockText(scalar));
            return;
        }
        line(slot, margin + lead(slot) + (scalar.value().endsWith("\n") ? "|" : "|-"));
        scalar.value()
                .lines()
                .forEach(text -> out.append(text.isEmpty() ? "" : " ".repeat(indent + 2) + text)
                        .append('\n'));
    }

    private void line(Tree.Slot slot, String text) {
        out.append(text);
        if (comments && !slot.trailing().isEmpty()) {
            out.append("  ").append(slot.trailing());
        }
        out.append('\n');
    }

    private void lines(String margin, List<String> lines) {
        if (!comments) {
            return;
        }
        for (String line : lines) {
            if (!line.isEmpty()) {
                out.append(margin).append(line).append('\n');
            } else if (!endsBlank()) {
                out.append('\n');
            }
        }
    }

    /// Lines that were apart in the source can come together here, each with a blank line of its own.
    private boolean endsBlank() {
        int length = out.length();
        return length == 0 || out.charAt(length - 1) == '\n' && length > 1 && out.charAt(length - 2) == '\n';
    }

    /// What stands before a value: its key, or the dash of an item.
    private static String lead(Tree.Slot slot) {
        return slot.key().map(key -> Quoting.text(key.value()) + ": ").orElse("- ");
    }

    private static String blockText(Tree.Scalar scalar) {
        return Scalars.isText(scalar) ? Quoting.text(scalar.value()) : scalar.value();
    }

    private static String flow(Tree tree) {
        return switch (tree) {
            case Tree.Scalar scalar -> blockText(scalar);
            case Tree.Sequence sequence ->
                sequence.slots().stream()
                        .map(slot -> flowItem(slot.value()))
                        .collect(Collectors.joining(", ", "[", "]"));
            case Tree.Mapping mapping ->
                mapping.slots().stream()
                        .map(slot -> lead(slot) + flow(slot.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    /// Items of several words are quoted within brackets, so that the eye sees where one ends.
    private static String flowItem(Tree item) {
        return item instanceof Tree.Scalar scalar
                        && Scalars.isText(scalar)
                        && scalar.value().indexOf(' ') >= 0
                ? Quoting.quoted(scalar.value())
                : flow(item);
    }

    /// Whether a text of several lines can be shown as such.
    private static boolean isLiteral(Tree value) {
        return value instanceof Tree.Scalar scalar
                && scalar.value().contains("\n")
                && !scalar.value().endsWith("\n\n")
                && !scalar.value().startsWith(" ")
                && scalar.value().lines().allMatch(CanonicalWriter::isLiteralLine)
                && !scalar.value().startsWith("\n");
    }

    private static boolean isLiteralLine(String line) {
        return line.isEmpty() || Quoting.isClean(line) && line.equals(line.stripTrailing());
    }

    private static List<String> withoutBlankStart(List<String> lines) {
        return !lines.isEmpty() && lines.getFirst().isEmpty() ? lines.subList(1, lines.size()) : lines;
    }

    private static List<String> withoutBlankEnd(List<String> lines) {
        List<String> kept = new ArrayList<>(lines);
        while (!kept.isEmpty() && kept.getLast().isEmpty()) {
            kept.removeLast();
        }
        return kept;
    }
}
