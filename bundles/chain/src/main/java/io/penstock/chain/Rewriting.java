// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes values in a tree so that comments stay at what stays.
final class Rewriting {
    private Rewriting() {}

    /// An element with a key set.
    static Tree.Slot set(Tree.Slot element, String key, Object value) {
        List<Tree.Slot> keys = new ArrayList<>(element.value().children());
        for (int i = 0; i < keys.size(); i++) {
            Tree.Slot slot = keys.get(i);
            if (slot.name().equals(key)) {
                keys.set(i, slot.with(merged(slot.value(), ChainWriter.value(value))));
                return mapping(element, keys);
            }
        }
        keys.add(ChainWriter.entry(key, ChainWriter.value(value)));
        return mapping(element, keys);
    }

    /// An element without a key.
    static Tree.Slot unset(Tree.Slot element, String key) {
        return mapping(
                element,
                element.value().children().stream()
                        .filter(slot -> !slot.name().equals(key))
                        .toList());
    }

    /// An entry under another name.
    static Tree.Slot renamed(Tree.Slot entry, String name) {
        Tree.Slot renamed = ChainWriter.entry(name, entry.value());
        renamed.before().addAll(entry.before());
        renamed.trailing(entry.trailing());
        return renamed;
    }

    /// An element in whose map under a key one entry has another name.
    static Tree.Slot renamed(Tree.Slot element, String key, String from, String to) {
        return mapping(
                element,
                element.value().children().stream()
                        .map(slot -> slot.name().equals(key) ? slot.with(renamed(slot.value(), from, to)) : slot)
                        .toList());
    }

    private static Tree renamed(Tree map, String from, String to) {
        return new Tree.Mapping(
                map.children().stream()
                        .map(slot -> slot.name().equals(from) ? renamed(slot, to) : slot)
                        .toList(),
                map.isFlow(),
                0,
                0);
    }

    private static Tree.Slot mapping(Tree.Slot element, List<Tree.Slot> keys) {
        return element.with(new Tree.Mapping(List.copyOf(keys), element.value().isFlow(), 0, 0));
    }

    private static Tree merged(Tree before, Tree after) {
        if (before instanceof Tree.Mapping old && after instanceof Tree.Mapping young) {
            return new Tree.Mapping(
                    young.slots().stream().map(slot -> kept(old, slot)).toList(), true, 0, 0);
        }
        if (before instanceof Tree.Sequence old && after instanceof Tree.Sequence young) {
            return new Tree.Sequence(items(old.slots(), young.slots()), true, 0, 0);
        }
        return after;
    }

    private static Tree.Slot kept(Tree.Mapping old, Tree.Slot slot) {
        return old.slot(slot.name()).map(known -> known.with(slot.value())).orElse(slot);
    }

    /// An item that was there keeps its comments wherever it goes; one that was changed in its place, too.
    private static List<Tree.Slot> items(List<Tree.Slot> before, List<Tree.Slot> after) {
        List<Tree.Slot> left = new ArrayList<>(before);
        List<Optional<Tree.Slot>> same =
                after.stream().map(item -> take(left, item)).toList();
        List<Tree.Slot> items = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            Tree.Slot item = after.get(i);
            if (same.get(i).isPresent()) {
                items.add(same.get(i).get().with(item.value()));
            } else if (i < before.size() && left.remove(before.get(i))) {
                items.add(before.get(i).with(item.value()));
            } else {
                items.add(item);
            }
        }
        return items;
    }

    private static Optional<Tree.Slot> take(List<Tree.Slot> left, Tree.Slot item) {
        Optional<Tree.Slot> found = left.stream()
                .filter(slot -> meaning(slot).equals(meaning(item)))
                .findFirst();
        found.ifPresent(left::remove);
        return found;
    }

    private static Optional<Object> meaning(Tree.Slot slot) {
        return slot.value() instanceof Tree.Scalar scalar ? Scalars.meaning(scalar) : Optional.empty();
    }
}
