// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.NetworkFunction;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// What several workers of one chain have counted, together.
public final class Reports {
    private static final int MOST_FIGURES = 100;

    private Reports() {}

    /// All counters of a chain.
    ///
    /// @param programs of its workers
    /// @param between packets on their way from one worker to another
    public static Report of(
            String chain,
            Status.State state,
            double seconds,
            List<Program> programs,
            long between,
            List<String> troubles) {
        List<Report> all = programs.stream()
                .map(program -> Counters.report(chain, state, seconds, program, List.of()))
                .toList();
        Set<String> lines = new LinkedHashSet<>(troubles);
        all.forEach(report -> lines.addAll(report.troubles()));
        if (all.size() == 1) {
            return told(all.getFirst(), List.copyOf(lines));
        }
        List<Report.NodeRow> nodes = new ArrayList<>();
        for (Report.NodeRow row : all.getFirst().nodes()) {
            nodes.add(node(all, row.node(), figures(programs, row.node())));
        }
        List<Report.PortRow> ports = new ArrayList<>();
        for (int i = 0; i < all.getFirst().ports().size(); i++) {
            ports.add(port(all, i));
        }
        return new Report(
                chain,
                state,
                seconds,
                sum(all, Report::in),
                sum(all, Report::out),
                sum(all, Report::made),
                sum(all, Report::dropped),
                sum(all, Report::held) + between,
                merged(all, Report::reasons),
                ports,
                nodes,
                sessions(all.stream().map(Report::sessions).toList()),
                merged(all, Report::notes),
                List.copyOf(lines));
    }

    private static Report told(Report one, List<String> troubles) {
        return new Report(
                one.chain(),
                one.state(),
                one.seconds(),
                one.in(),
                one.out(),
                one.made(),
                one.dropped(),
                one.held(),
                one.reasons(),
                one.ports(),
                one.nodes(),
                one.sessions(),
                one.notes(),
                troubles);
    }

    private static <R> long sum(List<R> all, ToLongFunction<R> number) {
        return all.stream().mapToLong(number).sum();
    }

    private static <R> Map<String, Long> merged(List<R> all, Function<R, Map<String, Long>> counters) {
        Map<String, Long> sums = new TreeMap<>();
        all.forEach(one -> counters.apply(one).forEach((name, count) -> sums.merge(name, count, Long::sum)));
        return sums;
    }

    private static Report.PortRow port(List<Report> all, int index) {
        List<Report.PortRow> rows =
                all.stream().map(report -> report.ports().get(index)).toList();
        Report.PortRow first = rows.getFirst();
        return new Report.PortRow(
                first.name(),
                first.side(),
                first.driver(),
                sum(rows, Report.PortRow::inPackets),
                sum(rows, Report.PortRow::inBytes),
                sum(rows, Report.PortRow::outPackets),
                sum(rows, Report.PortRow::outBytes),
                merged(rows, Report.PortRow::drops),
                first.counters());
    }

    private static Report.NodeRow node(List<Report> all, String id, List<String> figures) {
        List<Report.NodeRow> rows = all.stream()
                .flatMap(report -> report.nodes().stream())
                .filter(row -> row.node().equals(id))
                .toList();
        Report.NodeRow first = rows.getFirst();
        return new Report.NodeRow(
                first.node(),
                first.type(),
                sum(rows, Report.NodeRow::packets),
                sum(rows, Report.NodeRow::bytes),
                sum(rows, Report.NodeRow::sessions),
                merged(rows, Report.NodeRow::drops),
                merged(rows, Report.NodeRow::observed),
                sum(rows, Report.NodeRow::failures),
                first.observing(),
                figures);
    }

    private static List<String> figures(List<Program> programs, String node) {
        List<NetworkFunction<Object>> functions = programs.stream()
                .flatMap(program -> program.stations.stream())
                .filter(station -> station.id.equals(node))
                .map(station -> station.function)
                .toList();
        try {
            return functions.getFirst().figures(functions).stream()
                    .limit(MOST_FIGURES)
                    .toList();
        } catch (RuntimeException broken) {
            return List.of("its figures cannot be read: " + broken);
        }
    }

    private static Report.Sessions sessions(List<Report.Sessions> all) {
        return new Report.Sessions(
                sum(all, Report.Sessions::open),
                sum(all, Report.Sessions::opened),
                sum(all, Report.Sessions::expired),
                sum(all, Report.Sessions::refused),
                sum(all, Report.Sessions::limit),
                sum(all, Report.Sessions::bytes));
    }

    /// The sessions with the latest packets.
    public static List<SessionRow> sessions(List<Program> programs, int limit) {
        return programs.stream()
                .flatMap(program -> Counters.sessions(program, limit).stream())
                .sorted(Comparator.comparingLong(SessionRow::idleMillis))
                .limit(Math.max(0, limit))
                .toList();
    }

    /// Times what packets cost at each node.
    ///
    /// @param millis for so long
    public static List<Control.NodeTime> times(List<Program> programs, long millis) throws InterruptedException {
        List<Stopwatch> watches = programs.stream()
                .map(program -> Stopwatch.ofTime(program.stations.size()))
                .toList();
        for (int i = 0; i < watches.size(); i++) {
            programs.get(i).measure(watches.get(i));
        }
        try {
            Thread.sleep(millis);
        } finally {
            programs.forEach(Program::measureNoMore);
        }
        List<Control.NodeTime> sums = new ArrayList<>(watches.getFirst().times(programs.getFirst().stations));
        for (int i = 1; i < watches.size(); i++) {
            List<Control.NodeTime> more = watches.get(i).times(programs.get(i).stations);
            for (int n = 0; n < sums.size(); n++) {
                sums.set(n, together(sums.get(n), more.get(n)));
            }
        }
        return sums;
    }

    private static Control.NodeTime together(Control.NodeTime one, Control.NodeTime other) {
        return new Control.NodeTime(
                one.node(),
                one.type(),
                one.calls() + other.calls(),
                one.packets() + other.packets(),
                one.nanos() + other.nanos());
    }
}
