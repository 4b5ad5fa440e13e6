// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// YAML as it was written: values with their places and the comments around them.
sealed interface Tree {
    /// Where it begins, in code points.
    int start();

    /// Where it ends; comments behind it are outside.
    int end();

    /// How a scalar was written.
    enum Style {
        PLAIN,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        LITERAL,
        FOLDED;

        boolean isBlock() {
            return this == LITERAL || this == FOLDED;
        }
    }

    /// A single value.
    record Scalar(String value, Style style, int start, int end) implements Tree {}

    /// A list; its slots have no keys.
    record Sequence(List<Slot> slots, boolean flow, int start, int end) implements Tree {}

    /// A map in the order of the text; its slots have keys.
    record Mapping(List<Slot> slots, boolean flow, int start, int end) implements Tree {
        Optional<Slot> slot(String key) {
            return slots.stream().filter(slot -> slot.name().equals(key)).findFirst();
        }
    }

    /// The entries or items of a collection; none for a scalar.
    default List<Slot> children() {
        return switch (this) {
            case Scalar _ -> List.of();
            case Sequence sequence -> sequence.slots();
            case Mapping mapping -> mapping.slots();
        };
    }

    /// Whether it is a collection within brackets or braces.
    default boolean isFlow() {
        return switch (this) {
            case Scalar _ -> false;
            case Sequence sequence -> sequence.flow();
            case Mapping mapping -> mapping.flow();
        };
    }

    /// An entry or an item: what a comment can belong to.
    final class Slot {
        private final Optional<Scalar> key;
        private final Tree value;
        private final int start;
        private final List<String> before = new ArrayList<>();
        private String trailing = "";

        /// Written out once it is arranged and no longer changes, so that an edit elsewhere need not write it again.
        private @Nullable String written;

        private @Nullable String writtenBare;

        /// @param start where the key begins, or the item
        Slot(Optional<Scalar> key, Tree value, int start) {
            this.key = key;
            this.value = value;
            this.start = start;
        }

        /// The same slot with another value; comments stay.
        Slot with(Tree other) {
            Slot slot = new Slot(key, other, start);
            slot.before.addAll(before);
            slot.trailing = trailing;
            return slot;
        }

        /// The key's text; empty for an item.
        String name() {
            return key.map(Scalar::value).orElse("");
        }

        Optional<Scalar> key() {
            return key;
        }

        Tree value() {
            return value;
        }

        int start() {
            return start;
        }

        /// Lines that stand above it: comments from their `#` on, and "" for a blank line.
        List<String> before() {
            return before;
        }

        /// The comment on its own line, from its `#` on; may be empty.
        String trailing() {
            return trailing;
        }

        void trailing(String comment) {
            this.trailing = comment;
        }

        /// The text of an entry of a section, remembered.
        ///
        /// @param comments whether with comments
        String written(boolean comments, Function<Slot, String> writer) {
            String known = comments ? written : writtenBare;
            if (known == null) {
                known = writer.apply(this);
                if (comments) {
                    written = known;
                } else {
                    writtenBare = known;
                }
            }
            return known;
        }

        /// Whether a comment belongs to it or to anything in it.
        boolean isCommented() {
            return !trailing.isEmpty()
                    || before.stream().anyMatch(line -> !line.isEmpty())
                    || value.children().stream().anyMatch(Slot::isCommented);
        }
    }
}
