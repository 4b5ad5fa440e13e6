// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.dataplane.packet.Keys;
import io.penstock.resolver.FieldSpec;
import io.penstock.resolver.Plan.PlacedField;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the counters and sessions of a program for people; the numbers may be a burst old.
public final class Counters {
    private static final int MOST_ROWS = 10_000;
    private static final int MOST_FIGURES = 100;

    private Counters() {}

    /// All counters of a program.
    public static Report report(
            String chain, Status.State state, double seconds, Program program, List<String> troubles) {
        Map<String, Long> reasons = new TreeMap<>();
        program.gates.forEach(
                gate -> gate.drops.all().forEach((reason, count) -> reasons.merge(reason, count, Long::sum)));
        program.stations.forEach(
                station -> station.drops.all().forEach((reason, count) -> reasons.merge(reason, count, Long::sum)));
        program.goneDrops().all().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
        Optional<Program> before = program.former().map(former -> former.before);
        List<String> lines = new ArrayList<>(troubles);
        if (program.faults().count() > 0) {
            lines.add(program.faults().line());
        }
        for (Station station : program.stations) {
            if (station.breaker.isOpenForGood()) {
                lines.add("node " + station.id + " is cut out, " + station.firstFailure
                        + "; another version of it, or other properties, bring it back");
                continue;
            }
            if (station.breaker.isOpen()) {
                lines.add("node " + station.id
                        + " is cut out; one packet a second tries whether its function works again");
            }
            if (station.failures > 0) {
                lines.add("node " + station.id + " failed " + station.failures + " times, first with "
                        + station.firstFailure);
            }
        }
        return new Report(
                chain,
                state,
                seconds,
                program.goneIn()
                        + program.gates.stream()
                                .mapToLong(gate -> gate.inPackets)
                                .sum(),
                program.goneOut()
                        + program.gates.stream()
                                .mapToLong(gate -> gate.outPackets)
                                .sum(),
                program.made + before.map(one -> one.made).orElse(0L),
                reasons.values().stream().mapToLong(Long::longValue).sum(),
                program.held() + before.map(Program::held).orElse(0),
                reasons,
                program.gates.stream().map(Counters::row).toList(),
                program.stations.stream()
                        .map(station -> row(station, before.flatMap(one -> same(one, station))))
                        .toList(),
                new Report.Sessions(
                        program.store.size()
                                + before.map(one -> one.store.size()).orElse(0),
                        program.store.opened(),
                        program.store.expired()
                                + before.map(one -> one.store.expired()).orElse(0L),
                        program.store.refused(),
                        program.store.capacity(),
                        program.store.bytes()),
                notes(program),
                lines);
    }

    private static Map<String, Long> notes(Program program) {
        Map<String, Long> notes = program.notes.all();
        program.flows
                .map(Flows::kept)
                .filter(octets -> octets > 0)
                .ifPresent(octets -> notes.put("stream-bytes-kept", octets));
        return notes;
    }

    /// How often the platform itself failed at a packet.
    public static long faults(Program program) {
        return program.faults().count();
    }

    /// The packets that came in and of which nothing is known any more, when all that leaves has been sent.
    static long lost(Program program) {
        Report report = report("", Status.State.RUNNING, 0, program, List.of());
        Share share = program.share();
        long elsewhere = share == null ? 0 : share.handedOut() + share.waiting() - share.handedIn();
        return report.in() + report.made() - report.out() - report.dropped() - report.held() - elsewhere;
    }

    private static Report.PortRow row(Gate gate) {
        return new Report.PortRow(
                gate.name,
                gate.side.name().toLowerCase(Locale.ROOT),
                gate.driver,
                gate.inPackets,
                gate.inBytes,
                gate.outPackets,
                gate.outBytes,
                gate.drops.all(),
                new LinkedHashMap<>(gate.port.counters()));
    }

    private static Optional<Station> same(Program program, Station station) {
        return program.stations.stream()
                .filter(other -> Succession.same(other, station))
                .findFirst();
    }

    private static Report.NodeRow row(Station station, Optional<Station> before) {
        return new Report.NodeRow(
                station.id,
                station.type,
                station.packets() + before.map(Station::packets).orElse(0L),
                station.bytes() + before.map(Station::bytes).orElse(0L),
                station.sessions,
                station.drops.all(),
                station.observed.all(),
                station.failures,
                station.observe,
                figures(station));
    }

    private static List<String> figures(Station station) {
        try {
            return station.function.figures().stream().limit(MOST_FIGURES).toList();
        } catch (RuntimeException broken) {
            return List.of("its figures cannot be read: " + broken);
        }
    }

    /// The sessions with the latest packets, those that the program before still has included.
    public static List<SessionRow> sessions(Program program, int limit) {
        List<SessionRow> rows = new ArrayList<>(rows(program, limit));
        program.former().ifPresent(former -> rows.addAll(rows(former.before, limit)));
        rows.sort(Comparator.comparingLong(SessionRow::idleMillis));
        return rows.subList(0, Math.min(rows.size(), Math.clamp(limit, 0, MOST_ROWS)));
    }

    private static List<SessionRow> rows(Program program, int limit) {
        List<Seen> seen = new ArrayList<>();
        program.store.forEach(record -> seen.add(new Seen(record, program.store.lastSeen(record))));
        seen.sort(Comparator.comparingLong((Seen one) -> -one.at()));
        long latest = seen.isEmpty() ? 0 : seen.getFirst().at();
        return seen.stream()
                .limit(Math.clamp(limit, 0, MOST_ROWS))
                .map(one -> row(program, one.record(), latest - one.at()))
                .toList();
    }

    /// A record and when its last packet came, read once: packets go on meanwhile.
    private record Seen(int record, long at) {}

    private static SessionRow row(Program program, int record, long idleNanos) {
        Route route = program.routes.get(program.store.path(record));
        Map<String, String> fields = new LinkedHashMap<>();
        for (PlacedField field : route.fields) {
            long at = program.store.scratch(record) + field.offset();
            fields.put(field.node() + "." + field.spec().name(), value(program.store.memory(), at, field.spec()));
        }
        MemorySegment key = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
        program.store.key(record, key);
        return new SessionRow(
                program.keys.describe(key),
                translated(program, record),
                program.stateName(record),
                idleNanos / 1_000_000,
                Arrays.stream(route.stations).map(station -> station.id).toList(),
                fields);
    }

    private static String translated(Program program, int record) {
        if (!program.store.translated(record)) {
            return "";
        }
        MemorySegment reply = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
        MemorySegment turned = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
        program.store.reply(record, reply);
        Keys.reverse(reply, turned);
        return program.keys.describe(turned);
    }

    /// The value of a scratchpad field for people.
    public static String value(MemorySegment memory, long at, FieldSpec spec) {
        return switch (spec.kind()) {
            case ENUM -> String.valueOf(spec.type().getEnumConstants()[memory.get(ValueLayout.JAVA_BYTE, at)]);
            case OCTETS -> spec.bytes() + " octets";
            case HANDLE -> memory.get(ValueLayout.JAVA_INT_UNALIGNED, at) == 0 ? "none" : "set";
            case PRIMITIVE -> primitive(memory, at, spec.type());
        };
    }

    private static String primitive(MemorySegment memory, long at, Class<?> type) {
        if (type == boolean.class) {
            return String.valueOf(memory.get(ValueLayout.JAVA_BYTE, at) != 0);
        }
        if (type == byte.class) {
            return String.valueOf(memory.get(ValueLayout.JAVA_BYTE, at));
        }
        if (type == short.class) {
            return String.valueOf(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
        }
        if (type == char.class) {
            return String.valueOf((int) memory.get(ValueLayout.JAVA_CHAR_UNALIGNED, at));
        }
        if (type == int.class) {
            return String.valueOf(memory.get(ValueLayout.JAVA_INT_UNALIGNED, at));
        }
        if (type == float.class) {
            return String.valueOf(memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at));
        }
        return type == double.class
                ? String.valueOf(memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at))
                : String.valueOf(memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
    }
}
