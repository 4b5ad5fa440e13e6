// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The ports or the nodes of a drawing, each with the text it stands for.
record Section<T>(List<Entry<T>> entries) {
    Section {
        entries = List.copyOf(entries);
    }

    /// One port or node.
    ///
    /// @param slot in canonical order
    record Entry<T>(Tree.Slot slot, T value) {
        String id() {
            return slot.name();
        }
    }

    Optional<Entry<T>> find(String id) {
        for (Entry<T> entry : entries) {
            if (entry.id().equals(id)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /// With an entry in place of the one of an id; behind all others where there is none.
    Section<T> with(String id, Entry<T> entry) {
        List<Entry<T>> changed = new ArrayList<>(entries);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).id().equals(id)) {
                changed.set(i, entry);
                return new Section<>(changed);
            }
        }
        changed.add(entry);
        return new Section<>(changed);
    }

    Section<T> without(Set<String> ids) {
        return new Section<>(
                entries.stream().filter(entry -> !ids.contains(entry.id())).toList());
    }

    Map<String, T> values() {
        Map<String, T> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.id(), entry.value()));
        return values;
    }

    Tree tree() {
        return new Tree.Mapping(entries.stream().map(Entry::slot).toList(), false, 0, 0);
    }
}
