// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads one node, key by key.
final class NodeReader {
    private final String id;
    private final ValueReader values;
    private final Complaints complaints;
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private String type = "";
    private Optional<String> version = Optional.empty();
    private String match = "";
    private List<String> over = List.of();
    private OnFailure onFailure = OnFailure.CLOSED;
    private OnOverrun onOverrun = OnOverrun.DROP_PACKET;
    private boolean observe;

    NodeReader(String id, ValueReader values, Complaints complaints) {
        this.id = id;
        this.values = values;
        this.complaints = complaints;
    }

    void key(Tree.Slot slot) {
        switch (slot.name()) {
            case Keys.TYPE -> type = type(slot);
            case Keys.VERSION -> version = Optional.of(values.text(slot, id));
            case Keys.MATCH -> match = values.emptyText(slot, id);
            case Keys.OVER -> over = values.texts(slot, id);
            case Keys.ON_FAILURE -> onFailure = choice(slot, OnFailure.values(), OnFailure::text, onFailure);
            case Keys.ON_OVERRUN -> onOverrun = choice(slot, OnOverrun.values(), OnOverrun::text, onOverrun);
            case Keys.OBSERVE -> observe = values.truth(slot, id);
            default -> values.property(slot, id).ifPresent(value -> properties.put(slot.name(), value));
        }
    }

    Node node() {
        return new Node(id, type, version, match, over, onFailure, onOverrun, observe, properties);
    }

    private String type(Tree.Slot slot) {
        String text = values.text(slot, id);
        if (!text.isEmpty() && !Keys.ID.matcher(text).matches()) {
            complaints.error(slot.value().start(), id, "bad type `" + Quoting.shown(text) + "`", Keys.ID_RULE);
        }
        return text;
    }

    private <T> T choice(Tree.Slot slot, T[] all, Function<T, String> name, T otherwise) {
        String text = values.text(slot, id);
        Optional<T> found =
                Arrays.stream(all).filter(one -> name.apply(one).equals(text)).findFirst();
        if (found.isEmpty() && !text.isEmpty()) {
            List<String> names = Arrays.stream(all).map(name).collect(Collectors.toList());
            complaints.error(
                    slot.value().start(),
                    id,
                    "`" + slot.name() + "` cannot be `" + Quoting.shown(text) + "`",
                    Nearest.hint(text, names));
        }
        return found.orElse(otherwise);
    }
}
