// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.edit;

import io.penstock.api.Refused;
import io.penstock.chain.Chain;
import io.penstock.chain.Draft;
import io.penstock.editor.model.geometry.Point;
import java.util.HashMap;
import java.util.Map;

/// All that a person can change, at one moment: the chain with its text, and where everything stands.
///
/// @param draft the chain; may be unfinished
/// @param places the top left corner of each port and node by its name; none where it was never put anywhere
public record Drawing(Draft draft, Map<String, Point> places) {
    public Drawing {
        places = Map.copyOf(places);
    }

    /// Nothing drawn yet.
    public static Drawing empty(String name) throws Refused {
        return new Drawing(Draft.empty(name), Map.of());
    }

    public Chain chain() {
        return draft.chain();
    }

    /// The hash of the chain's canonical form: places do not count.
    public String hash() {
        return draft.hash();
    }

    /// This drawing with another chain; places of what is gone are forgotten.
    public Drawing with(Draft changed) {
        Map<String, Point> kept = new HashMap<>(places);
        kept.keySet().removeIf(id -> !changed.has(id));
        return new Drawing(changed, kept);
    }

    /// This drawing with one thing standing elsewhere.
    public Drawing at(String id, Point place) {
        return at(Map.of(id, place));
    }

    /// This drawing with some things standing elsewhere.
    public Drawing at(Map<String, Point> moved) {
        Map<String, Point> all = new HashMap<>(places);
        all.putAll(moved);
        return new Drawing(draft, all);
    }
}
