// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Earlier;
import io.penstock.api.NetworkFunction;
import io.penstock.resolver.FieldSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How the sessions of one program go on in the one that takes its place: for each path the path that they take
/// then, where their fields stand there, and which nodes have to be asked about them. Worked out once, so that a
/// session is carried over by copying.
final class Succession {
    /// What becomes of the sessions on one path.
    ///
    /// @param to their new path; nothing where they end
    /// @param places for each place of the old path the place of the same node on the new one, -1 where it has left
    /// @param unasked a bit for each place of the new path whose node has to be asked about them
    /// @param unseen a bit for each place of the new path whose node cannot begin in the middle of a session
    record Way(
            Optional<Route> to,
            List<Integer> places,
            long unasked,
            long unseen,
            List<Carried> fields,
            List<Converted> converted) {}

    /// A field that both have.
    ///
    /// @param constants for an enum, the new ordinal of each old one, -1 where there is none any more
    record Carried(FieldSpec.Kind kind, int from, int into, int octets, List<Integer> constants) {}

    /// A node whose new version is shown what the old one had kept.
    record Converted(Station before, List<Integer> offsets, Station after, int place) {}

    final List<Way> ways;

    /// For each port of the old program the port of the new one, -1 where it has left.
    final int[] gates;

    private final Set<String> lines = new LinkedHashSet<>();

    /// @throws IllegalArgumentException in one line, where sessions of one mean nothing to the other
    Succession(Program before, Program after) {
        List<String> old = kinds(before);
        if (!old.equals(kinds(after))) {
            throw new IllegalArgumentException("the layers have changed, so that open sessions cannot be carried over");
        }
        gates = before.gates.stream()
                .mapToInt(gate -> after.gates.stream()
                        .filter(other -> other.name.equals(gate.name) && other.side == gate.side)
                        .mapToInt(other -> other.index)
                        .findFirst()
                        .orElse(-1))
                .toArray();
        ways = before.routes.stream().map(route -> way(route, after)).toList();
    }

    private static List<String> kinds(Program program) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < program.keys.kinds().size(); i++) {
            names.add(program.keys.owner(i).name() + " "
                    + program.keys.kinds().get(i).states().size());
        }
        return names;
    }

    /// What a person should know of the fields, one line each.
    List<String> lines() {
        return List.copyOf(lines);
    }

    private Way way(Route from, Program after) {
        Optional<Route> to = after.routes.stream()
                .filter(route -> route.client == gates[from.client] && leads(from, route))
                .max(java.util.Comparator.<Route>comparingInt(route -> route.server == gates[from.server] ? 1 : 0)
                        .thenComparingInt(route -> -route.index));
        if (to.isEmpty()) {
            return new Way(to, List.of(), 0, 0, List.of(), List.of());
        }
        Route target = to.get();
        List<Integer> places = Arrays.stream(from.stations)
                .map(station -> place(station, target))
                .toList();
        long unasked = 0;
        long unseen = 0;
        List<Carried> fields = new ArrayList<>();
        List<Converted> converted = new ArrayList<>();
        for (int i = 0; i < target.stations.length; i++) {
            int earlier = places.indexOf(i);
            Station station = target.stations[i];
            if (earlier < 0) {
                unseen |= station.translates ? 1L << i : 0;
                unasked |= station.translates ? 0 : 1L << i;
                continue;
            }
            Station old = from.stations[earlier];
            unasked |= asks(old, station) ? 1L << i : 0;
            carry(old, from.offsets[earlier], station, target.offsets[i], fields);
            if (!sameObject(old, station) && converts(station)) {
                converted.add(new Converted(
                        old, Arrays.stream(from.offsets[earlier]).boxed().toList(), station, i));
            }
        }
        return new Way(to, places, unasked, unseen, List.copyOf(fields), List.copyOf(converted));
    }

    /// Whether sessions on one path may take the other: each branching node that both have is left the same way.
    private static boolean leads(Route from, Route to) {
        for (int i = 0; i < to.stations.length; i++) {
            for (int j = 0; j < from.stations.length; j++) {
                boolean same = same(from.stations[j], to.stations[i]);
                if (same
                        && to.stations[i].branches
                        && !asks(from.stations[j], to.stations[i])
                        && !from.stations[j].output(from.outputs[j]).equals(to.stations[i].output(to.outputs[i]))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int place(Station station, Route to) {
        for (int i = 0; i < to.stations.length; i++) {
            if (same(station, to.stations[i])) {
                return i;
            }
        }
        return -1;
    }

    static boolean same(Station before, Station after) {
        return before.id.equals(after.id) && before.type.equals(after.type);
    }

    @SuppressWarnings("ReferenceEquality") // the very object: what did not change is handed over
    static boolean sameObject(Station before, Station after) {
        return before.function == after.function;
    }

    /// Whether a node may decide differently about a session than it did.
    private static boolean asks(Station before, Station after) {
        if (after.translates) {
            return false;
        }
        var old = before.node.wired();
        var now = after.node.wired();
        return !old.matches().equals(now.matches())
                || !old.narrowed().equals(now.narrowed())
                || !old.outputs().equals(now.outputs())
                || !old.node().properties().equals(now.node().properties());
    }

    private static boolean converts(Station station) {
        try {
            return station.function
                            .getClass()
                            .getMethod("onCarry", Earlier.class, carried(station))
                            .getDeclaringClass()
                    != NetworkFunction.class;
        } catch (NoSuchMethodException generic) {
            return Arrays.stream(station.function.getClass().getMethods())
                    .anyMatch(method ->
                            method.getName().equals("onCarry") && method.getDeclaringClass() != NetworkFunction.class);
        }
    }

    private static Class<?> carried(Station station) {
        return FieldSpec.scratchpadOf(station.function.getClass());
    }

    private void carry(Station old, int[] from, Station now, int[] into, List<Carried> fields) {
        for (int i = 0; i < now.fields.size(); i++) {
            FieldSpec field = now.fields.get(i);
            int earlier = named(old, field.name());
            if (earlier < 0) {
                lines.add(now.id + "." + field.name() + " is new and begins as 0");
            } else if (!fits(old.fields.get(earlier), field, old, now)) {
                lines.add(now.id + "." + field.name() + " is of another type now and begins as 0");
            } else {
                fields.add(new Carried(
                        field.kind(),
                        from[earlier],
                        into[i],
                        field.bytes(),
                        constants(old.fields.get(earlier), field)));
            }
        }
        for (FieldSpec field : old.fields) {
            if (named(now, field.name()) < 0) {
                lines.add(now.id + "." + field.name() + " is gone");
            }
        }
    }

    private static int named(Station station, String name) {
        for (int i = 0; i < station.fields.size(); i++) {
            if (station.fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean fits(FieldSpec old, FieldSpec now, Station before, Station after) {
        if (old.kind() != now.kind() || old.bytes() != now.bytes()) {
            return false;
        }
        return switch (now.kind()) {
            case PRIMITIVE -> old.type() == now.type();
            case ENUM -> old.type().getName().equals(now.type().getName());
            case OCTETS -> true;
            // An object of another version's class would be a stranger to this one, and keep that version alive.
            case HANDLE ->
                sameObject(before, after)
                        || old.type() == now.type()
                                && !java.util.Objects.equals(
                                        old.type().getClassLoader(),
                                        before.function.getClass().getClassLoader());
        };
    }

    private static List<Integer> constants(FieldSpec old, FieldSpec now) {
        if (now.kind() != FieldSpec.Kind.ENUM) {
            return List.of();
        }
        List<String> names = Arrays.stream(now.type().getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .toList();
        return Arrays.stream(old.type().getEnumConstants())
                .map(constant -> names.indexOf(((Enum<?>) constant).name()))
                .toList();
    }
}
