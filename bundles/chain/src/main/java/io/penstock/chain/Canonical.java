// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Brings a document's tree into canonical order.
final class Canonical {
    private final List<String> header = new ArrayList<>();
    private final List<Tree.Slot> top = new ArrayList<>();
    private final List<String> footer;

    /// @param root a map that has been read as a chain without errors
    Canonical(Tree.Mapping root, List<String> footer) {
        this(root, footer, Canonical::arranged);
    }

    /// @param arranging brings the value of a top-level entry in order
    Canonical(Tree.Mapping root, List<String> footer, Function<Tree.Slot, Tree> arranging) {
        List<String> carried = new ArrayList<>();
        for (String key : Keys.TOP) {
            root.slot(key).ifPresent(slot -> {
                List<String> above = new ArrayList<>(slot.before());
                if (slot == root.slots().getFirst()) {
                    header.addAll(above);
                    above.clear();
                }
                place(slot.with(arranging.apply(slot)), above, carried);
            });
        }
        this.footer = new ArrayList<>(carried);
        this.footer.addAll(footer);
    }

    /// Leaves out an empty collection, but not the comments at it.
    private void place(Tree.Slot arranged, List<String> above, List<String> carried) {
        above.addAll(0, carried);
        carried.clear();
        if (arranged.value() instanceof Tree.Scalar
                || !arranged.value().children().isEmpty()) {
            arranged.before().clear();
            arranged.before().addAll(above);
            top.add(arranged);
            return;
        }
        carried.addAll(above);
        if (!arranged.trailing().isEmpty()) {
            carried.add(arranged.trailing());
        }
    }

    String text() {
        return CanonicalWriter.write(header, top, footer);
    }

    private String bare() {
        return CanonicalWriter.writeBare(top);
    }

    /// SHA-256 of the text without comments and blank lines, in lower-case hex.
    String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(bare().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The value of a top-level entry in order.
    static Tree arranged(Tree.Slot slot) {
        return switch (slot.name()) {
            case Keys.CHAIN -> asText(slot.value());
            case Keys.PORTS -> each(slot.value(), Canonical::port);
            case Keys.FUNCTIONS -> each(slot.value(), Canonical::node);
            case Keys.WIRES -> wires(slot.value());
            default -> slot.value();
        };
    }

    /// A port with its keys in order.
    static Tree.Slot port(Tree.Slot port) {
        return port.with(ordered(port.value(), List.of(Keys.DRIVER), List.of(), Canonical::normalPort));
    }

    /// A node with its keys in order.
    static Tree.Slot node(Tree.Slot node) {
        return node.with(ordered(node.value(), Keys.NODE_FIRST, Keys.NODE_LAST, Canonical::normalNode));
    }

    private static Tree each(Tree elements, UnaryOperator<Tree.Slot> ordering) {
        List<Tree.Slot> ordered = elements.children().stream().map(ordering).toList();
        return new Tree.Mapping(ordered, false, elements.start(), elements.end());
    }

    private static Tree ordered(Tree element, List<String> first, List<String> last, Function<Tree.Slot, Tree> normal) {
        List<Tree.Slot> keys = element.children().stream()
                .map(key -> key.with(normal.apply(key)))
                .sorted(Comparator.comparingInt(key -> rank(key.name(), first, last)))
                .toList();
        return new Tree.Mapping(keys, element.isFlow(), element.start(), element.end());
    }

    private static int rank(String key, List<String> first, List<String> last) {
        if (first.contains(key)) {
            return first.indexOf(key);
        }
        return first.size() + 1 + last.indexOf(key);
    }

    private static Tree normalPort(Tree.Slot key) {
        return key.name().equals(Keys.DRIVER) ? asText(key.value()) : key.value();
    }

    /// What belongs to the platform has one way to be written.
    private static Tree normalNode(Tree.Slot key) {
        return switch (key.name()) {
            case Keys.TYPE, Keys.VERSION, Keys.MATCH, Keys.ON_FAILURE, Keys.ON_OVERRUN -> asText(key.value());
            case Keys.OVER -> asList(key.value());
            default -> key.value();
        };
    }

    private static Tree asText(Tree value) {
        return value instanceof Tree.Scalar scalar
                ? new Tree.Scalar(scalar.value(), Tree.Style.DOUBLE_QUOTED, scalar.start(), scalar.end())
                : value;
    }

    private static Tree asList(Tree value) {
        if (!(value instanceof Tree.Scalar)) {
            return value;
        }
        Tree.Slot only = new Tree.Slot(Optional.empty(), asText(value), value.start());
        return new Tree.Sequence(List.of(only), true, value.start(), value.end());
    }

    private static Tree wires(Tree wires) {
        List<Tree.Slot> paths = wires.children().stream()
                .map(path -> path.with(spaced(path.value())))
                .toList();
        return new Tree.Sequence(paths, false, wires.start(), wires.end());
    }

    private static Tree spaced(Tree path) {
        if (!(path instanceof Tree.Scalar scalar)) {
            return path;
        }
        String text = String.join(
                " -> ",
                WirePath.elements(scalar.value()).stream()
                        .map(WirePath.Element::text)
                        .toList());
        return new Tree.Scalar(text, Tree.Style.DOUBLE_QUOTED, scalar.start(), scalar.end());
    }
}
