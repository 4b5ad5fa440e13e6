// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Header;
import io.penstock.api.layer.Layer;
import io.penstock.api.layer.Neighbours;
import io.penstock.api.stream.Protocol;
import io.penstock.api.stream.Streams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The headers of all installed layers, by name and by what leads to them.
public final class Headers {
    /// The space of link types, by which a frame's first header is found.
    public static final String LINK_TYPE = "linktype";

    /// The space of what an error message quotes, by the version that it begins with.
    public static final String QUOTED = "quoted";

    private final Map<String, Header> byName = new LinkedHashMap<>();
    private final Map<String, Numbers> spaces = new HashMap<>();
    private final List<Neighbours> neighbours;
    private final List<Layer> layers;

    /// @throws IllegalArgumentException when two layers declare the same name or entry
    public Headers(Collection<? extends Layer> layers) {
        this(
                layers.stream().flatMap(layer -> layer.headers().stream()).toList(),
                layers.stream().flatMap(layer -> layer.neighbours().stream()).toList(),
                List.copyOf(layers));
    }

    private Headers(List<Header> headers, List<Neighbours> neighbours, List<Layer> layers) {
        this.neighbours = neighbours;
        this.layers = layers;
        Map<String, Map<Long, Header>> entries = new HashMap<>();
        headers.forEach(header -> add(header, entries));
        entries.forEach((space, numbers) -> spaces.put(space, new Numbers(numbers)));
    }

    /// The same headers without those checks by policy whose reason is among these.
    public Headers tolerating(Collection<String> reasons) {
        return new Headers(
                all().stream().map(header -> header.tolerating(reasons)).toList(), neighbours, layers);
    }

    /// The streams of all layers that have them, made anew for one worker.
    public List<Streams> streams() {
        return layers.stream().flatMap(layer -> layer.streams().stream()).toList();
    }

    /// The protocols inside streams, made anew for one worker.
    public List<Protocol> protocols() {
        return layers.stream().flatMap(layer -> layer.protocols().stream()).toList();
    }

    /// How stations find each other, in the words of the layers.
    public List<Neighbours> neighbours() {
        return neighbours;
    }

    private void add(Header header, Map<String, Map<Long, Header>> entries) {
        if (byName.putIfAbsent(header.name(), header) != null) {
            throw new IllegalArgumentException(
                    "two layers declare the header " + header.name() + "; remove one of their bundles");
        }
        for (Header.Entry entry : header.entries()) {
            Header other = entries.computeIfAbsent(entry.space(), space -> new HashMap<>())
                    .putIfAbsent(entry.number(), header);
            if (other != null) {
                throw new IllegalArgumentException(header.name() + " and " + other.name() + " both follow "
                        + entry.space() + " " + entry.number() + "; remove one of their bundles");
            }
        }
    }

    public Optional<Header> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<Header> all() {
        return new ArrayList<>(byName.values());
    }

    /// The headers that a number in a space leads to; the same object for each call.
    Numbers space(String name) {
        return spaces.computeIfAbsent(name, unknown -> new Numbers(Map.of()));
    }

    /// From a number to a header, without allocation.
    static final class Numbers {
        private final long[] numbers;
        private final Header[] headers;

        private Numbers(Map<Long, Header> entries) {
            numbers = entries.keySet().stream()
                    .mapToLong(Long::longValue)
                    .sorted()
                    .toArray();
            headers = new Header[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                headers[i] = java.util.Objects.requireNonNull(entries.get(numbers[i]));
            }
        }

        /// @return index of the header, or -1
        int find(long number) {
            for (int i = 0; i < numbers.length; i++) {
                if (numbers[i] == number) {
                    return i;
                }
            }
            return -1;
        }

        Header get(int index) {
            return headers[index];
        }
    }
}
