// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.packet.PacketText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// Which headers a packet can have, the outermost first.
///
/// @param sample packet text of one
record Shape(String sample, List<Header> headers) {
    private static final int TAG = 7;

    /// All that the declared headers allow, with one tag at most.
    static List<Shape> all(Headers declared) {
        List<Shape> shapes = new ArrayList<>();
        for (Header inner : declared.all()) {
            add(shapes, ends(inner, "", ""), inner, declared);
            add(shapes, ends(inner, "10.0.0.1", "192.0.2.7"), inner, declared);
            add(shapes, ends(inner, "fd10::1", "fd20::7"), inner, declared);
        }
        List<Shape> plain = List.copyOf(shapes);
        declared.all().stream()
                .filter(header -> header.transparent() && !header.singles().isEmpty())
                .limit(1)
                .forEach(tag -> plain.stream()
                        .filter(shape -> shape.headers().size() > 1)
                        .forEach(shape -> add(shapes, tag.name() + " " + TAG + " " + shape.sample(), tag, declared)));
        return shapes;
    }

    /// Gives both ends ports where the header has them.
    private static String ends(Header inner, String from, String to) {
        boolean ported = inner.pairs().stream().anyMatch(pair -> pair.role() == Header.Role.PORT);
        if (from.isEmpty() || !ported) {
            return inner.name() + (from.isEmpty() ? "" : " " + from + " > " + to);
        }
        String form = from.contains(":") ? "%s [%s]:1 > [%s]:2" : "%s %s:1 > %s:2";
        return form.formatted(inner.name(), from, to);
    }

    private static void add(List<Shape> shapes, String text, Header wanted, Headers declared) {
        try {
            Reading reading = new Reading(new PacketText(declared).bytes(text), declared);
            List<Header> found =
                    reading.found().stream().map(Reading.Found::header).toList();
            boolean fresh = shapes.stream().noneMatch(shape -> shape.headers().equals(found));
            if (found.contains(wanted) && fresh) {
                shapes.add(new Shape(text, found));
            }
        } catch (IllegalArgumentException noSuchPacket) {
            // This header cannot stand there.
        }
    }

    boolean carries(Iterable<String> names) {
        for (String name : names) {
            if (headers.stream().noneMatch(header -> header.name().equals(name))) {
                return false;
            }
        }
        return true;
    }

    Optional<Field> field(String header, String name) {
        return headers.stream()
                .filter(one -> one.name().equals(header) && one.fields().containsKey(name))
                .map(one -> one.field(name))
                .findFirst();
    }

    BigInteger initial(Field field) {
        return headers.stream()
                .filter(header -> header.name().equals(field.header()))
                .map(header -> Solver.unsigned(header.initial().getOrDefault(field.name(), 0L)))
                .findFirst()
                .orElse(BigInteger.ZERO);
    }

    /// Packet text with values for fields; both ends have to be among them.
    ///
    /// @param size at least so many octets
    String text(Map<Field, BigInteger> values, int size, Headers declared) {
        StringJoiner text = new StringJoiner(" ");
        StringJoiner rest = new StringJoiner(" ");
        String[] ends = {"", ""};
        for (Header header : headers) {
            for (Header.Pair pair : header.pairs()) {
                end(ends, 0, pair.role(), pair.from(), values);
                end(ends, 1, pair.role(), pair.to(), values);
            }
            if (header.transparent() && !header.singles().isEmpty()) {
                Field single = header.singles().getFirst();
                BigInteger value = values.getOrDefault(single, BigInteger.valueOf(TAG));
                values.remove(single);
                text.add(header.name()).add(value.toString());
            }
        }
        values.forEach(
                (field, value) -> rest.add(field.header() + "." + field.name()).add(Wording.written(field, value)));
        text.add(headers.getLast().name());
        if (!ends[0].isEmpty()) {
            text.add(ends[0]).add(">").add(ends[1]);
        }
        String whole = values.isEmpty() ? text.toString() : text + " " + rest;
        int least = size == 0 ? 0 : new PacketText(declared).bytes(whole).length;
        return size > least ? whole + " size " + (size - least) : whole;
    }

    private static void end(String[] ends, int index, Header.Role role, Field field, Map<Field, BigInteger> values) {
        BigInteger value = values.get(field);
        if (value == null) {
            return;
        }
        if (role == Header.Role.ADDRESS) {
            ends[index] = Wording.written(field, value);
        } else if (role == Header.Role.PORT) {
            ends[index] = (ends[index].contains(":") ? "[" + ends[index] + "]" : ends[index]) + ":" + value;
        } else {
            return;
        }
        values.remove(field);
    }
}
