// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.live;

import io.penstock.api.control.Report;
import io.penstock.chain.Chain;
import io.penstock.chain.Wire;
import io.penstock.editor.model.paint.Overlay.Difference;
import io.penstock.editor.model.paint.Overlay.Live;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.words.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What flows where, from the counters of a chain at two moments. Both directions count together, as they take the
/// same wires.
///
/// @param seconds between both moments; 0 for totals since the start
/// @param elements by port and node
/// @param wires as far as they follow from what flows through ports and nodes
/// @param report the later counters
public record Rates(double seconds, Map<String, Flow> elements, Map<Wire, Flow> wires, Report report) {
    public Rates {
        elements = Map.copyOf(elements);
        wires = Map.copyOf(wires);
    }

    /// What flows through one place.
    ///
    /// @param packets in a second, or in all
    /// @param bits in a second, or in all; -1 where it is not known
    /// @param sessions that visited it since the start; -1 where it does not count them
    /// @param drops in a second, or in all, by reason
    /// @param observed verdicts not carried out, by reason
    /// @param failures since the start
    public record Flow(
            double packets,
            double bits,
            long sessions,
            Map<String, Double> drops,
            Map<String, Double> observed,
            long failures) {
        public Flow {
            drops = Map.copyOf(drops);
            observed = Map.copyOf(observed);
        }

        double dropped() {
            return drops.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        static Flow of(double packets, double bits) {
            return new Flow(Math.max(0, packets), bits, -1, Map.of(), Map.of(), 0);
        }
    }

    /// Totals since the start, for a chain that has come to its end.
    public static Rates totals(Chain chain, Report report) {
        return of(chain, Optional.empty(), report);
    }

    /// What flowed between two moments. Counters that have gone back began anew.
    public static Rates between(Chain chain, Report before, Report after) {
        return after.seconds() > before.seconds() ? of(chain, Optional.of(before), after) : totals(chain, after);
    }

    private static Rates of(Chain chain, Optional<Report> before, Report after) {
        double seconds =
                before.map(report -> after.seconds() - report.seconds()).orElse(0.0);
        double part = seconds > 0 ? 1 / seconds : 1;
        Map<String, Flow> elements = new HashMap<>();
        Map<String, Report.PortRow> ports = new HashMap<>();
        Map<String, Report.NodeRow> nodes = new HashMap<>();
        before.ifPresent(report -> {
            report.ports().forEach(row -> ports.put(row.name(), row));
            report.nodes().forEach(row -> nodes.put(row.node(), row));
        });
        for (Report.PortRow row : after.ports()) {
            elements.put(row.name(), flow(row, Optional.ofNullable(ports.get(row.name())), part));
        }
        for (Report.NodeRow row : after.nodes()) {
            elements.put(row.node(), flow(row, Optional.ofNullable(nodes.get(row.node())), part));
        }
        return new Rates(seconds, elements, Wires.flows(chain, elements), after);
    }

    private static Flow flow(Report.PortRow now, Optional<Report.PortRow> before, double part) {
        long packets = now.inPackets()
                + now.outPackets()
                - before.map(row -> row.inPackets() + row.outPackets()).orElse(0L);
        long bytes = now.inBytes()
                + now.outBytes()
                - before.map(row -> row.inBytes() + row.outBytes()).orElse(0L);
        Map<String, Long> drops = before.map(Report.PortRow::drops).orElse(Map.of());
        return new Flow(
                Math.max(0, packets) * part,
                Math.max(0, bytes) * 8 * part,
                -1,
                less(now.drops(), drops, part),
                Map.of(),
                0);
    }

    private static Flow flow(Report.NodeRow now, Optional<Report.NodeRow> before, double part) {
        long packets = now.packets() - before.map(Report.NodeRow::packets).orElse(0L);
        long bytes = now.bytes() - before.map(Report.NodeRow::bytes).orElse(0L);
        return new Flow(
                Math.max(0, packets) * part,
                Math.max(0, bytes) * 8 * part,
                now.sessions(),
                less(now.drops(), before.map(Report.NodeRow::drops).orElse(Map.of()), part),
                less(now.observed(), before.map(Report.NodeRow::observed).orElse(Map.of()), part),
                now.failures());
    }

    private static Map<String, Double> less(Map<String, Long> now, Map<String, Long> before, double part) {
        Map<String, Double> less = new HashMap<>();
        now.forEach((reason, count) -> {
            long more = count - before.getOrDefault(reason, 0L);
            if (more > 0) {
                less.put(reason, more * part);
            }
        });
        return less;
    }

    /// What to paint at ports and nodes.
    ///
    /// @param bits whether to show bits instead of packets
    /// @param differences how each differs from what runs; what is not in it is the same
    public Map<String, Live> paintedElements(boolean bits, Map<String, Difference> differences) {
        double most =
                elements.values().stream().mapToDouble(Flow::packets).max().orElse(0);
        Map<String, Live> painted = new HashMap<>();
        differences.forEach((id, difference) -> painted.put(id, Live.of(difference)));
        elements.forEach((id, flow) -> painted.put(
                id,
                new Live(
                        amount(flow, bits),
                        detail(flow),
                        trouble(id, flow),
                        most > 0 ? flow.packets() / most : 0,
                        differences.getOrDefault(id, Difference.SAME))));
        return painted;
    }

    /// What to paint at wires.
    public Map<Link, Live> paintedWires(boolean bits, Map<Wire, Difference> differences) {
        double most = wires.values().stream().mapToDouble(Flow::packets).max().orElse(0);
        Map<Link, Live> painted = new HashMap<>();
        differences.forEach((wire, difference) -> painted.put(Link.of(wire), Live.of(difference)));
        wires.forEach((wire, flow) -> painted.put(
                Link.of(wire),
                new Live(
                        onWire(flow, bits),
                        "",
                        "",
                        most > 0 ? flow.packets() / most : 0,
                        differences.getOrDefault(wire, Difference.SAME))));
        return painted;
    }

    /// Between two cards is little room, so a sum of packets stands there without its word.
    private String onWire(Flow flow, boolean bits) {
        boolean sum = seconds <= 0 && !(bits && flow.bits() >= 0);
        return sum ? Quantity.of(flow.packets()) : amount(flow, bits);
    }

    private String amount(Flow flow, boolean bits) {
        if (bits && flow.bits() >= 0) {
            return seconds > 0 ? Quantity.bits(flow.bits()) : Words.say("live.bytes", Quantity.of(flow.bits() / 8));
        }
        return seconds > 0
                ? Quantity.perSecond(flow.packets())
                : Words.say("live.packets", Quantity.of(flow.packets()));
    }

    private String detail(Flow flow) {
        List<String> parts = new ArrayList<>();
        if (flow.sessions() > 0) {
            parts.add(Words.say("live.sessions", Quantity.of((double) flow.sessions())));
        }
        if (!flow.observed().isEmpty()) {
            parts.add(Words.say("live.observed", counted(flow.observed())));
        }
        return String.join(" \u00b7 ", parts);
    }

    /// That its function is cut out, or else what it drops, or else how often it failed.
    private String trouble(String id, Flow flow) {
        String drops = counted(flow.drops());
        if (report.troubles().stream().anyMatch(line -> line.startsWith("node " + id + " is cut out"))) {
            String out = Words.say("live.cut-out");
            return drops.isEmpty() ? out : out + " \u00b7 " + drops;
        }
        return drops.isEmpty() && flow.failures() > 0
                ? Words.say("live.failed", Quantity.of((double) flow.failures()))
                : drops;
    }

    /// The most frequent reason, and how many others there are.
    private String counted(Map<String, Double> verdicts) {
        List<Map.Entry<String, Double>> reasons = new ArrayList<>(verdicts.entrySet());
        reasons.sort(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        if (reasons.isEmpty()) {
            return "";
        }
        double all = verdicts.values().stream().mapToDouble(Double::doubleValue).sum();
        String count = seconds > 0 ? Quantity.perSecond(all) : Quantity.of(all);
        String reason = reasons.getFirst().getKey();
        return reasons.size() == 1
                ? Words.say("live.drops", count, reason)
                : Words.say("live.drops.more", count, reason, reasons.size() - 1);
    }
}
