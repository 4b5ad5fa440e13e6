// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.metrics;

import io.penstock.api.control.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The counters of chains in Prometheus's text format, version 0.0.4 (prometheus.io, "Exposition formats").
final class Metrics {
    /// The type and content of the answer.
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private enum Kind {
        COUNTER,
        GAUGE,
        UNTYPED
    }

    private final Map<String, List<String>> families = new LinkedHashMap<>();

    private Metrics() {}

    static String text(List<Report> reports) {
        Metrics metrics = new Metrics();
        reports.forEach(metrics::chain);
        StringBuilder text = new StringBuilder();
        metrics.families
                .values()
                .forEach(lines -> lines.forEach(line -> text.append(line).append('\n')));
        return text.toString();
    }

    private void chain(Report report) {
        Labels chain = new Labels().with("chain", report.chain());
        Labels state = chain.with("state", report.state().name().toLowerCase(Locale.ROOT));
        add(Kind.GAUGE, "chain_state", "1 for the state that a chain is in", state, 1);
        add(Kind.GAUGE, "chain_seconds", "How long a chain has run", chain, report.seconds());
        add(
                Kind.GAUGE,
                "troubles",
                "Lines of trouble that show prints",
                chain,
                report.troubles().size());
        add(Kind.COUNTER, "in_packets_total", "Packets that entered through ports", chain, report.in());
        add(Kind.COUNTER, "out_packets_total", "Packets that left through ports", chain, report.out());
        add(Kind.COUNTER, "made_packets_total", "Packets that functions made", chain, report.made());
        add(Kind.GAUGE, "held_packets", "Packets that wait inside", chain, report.held());
        each("drops_total", "Packets dropped, by reason", chain, "reason", report.reasons());
        each("notes_total", "What was counted and is no drop", chain, "note", report.notes());
        sessions(chain, report.sessions());
        report.ports().forEach(port -> port(chain, port));
        report.nodes().forEach(node -> node(chain, node));
    }

    private void sessions(Labels chain, Report.Sessions sessions) {
        add(Kind.GAUGE, "sessions_open", "Sessions that are open", chain, sessions.open());
        add(Kind.GAUGE, "sessions_limit", "At most so many sessions at once", chain, sessions.limit());
        add(Kind.COUNTER, "sessions_opened_total", "Sessions opened", chain, sessions.opened());
        add(Kind.COUNTER, "sessions_expired_total", "Sessions ended by their timers", chain, sessions.expired());
        add(Kind.COUNTER, "sessions_refused_total", "Sessions refused by a full store", chain, sessions.refused());
    }

    private void port(Labels chain, Report.PortRow port) {
        Labels labels =
                chain.with("port", port.name()).with("side", port.side()).with("driver", port.driver());
        add(Kind.COUNTER, "port_in_packets_total", "Packets received by a port", labels, port.inPackets());
        add(Kind.COUNTER, "port_in_bytes_total", "Octets received by a port", labels, port.inBytes());
        add(Kind.COUNTER, "port_out_packets_total", "Packets sent by a port", labels, port.outPackets());
        add(Kind.COUNTER, "port_out_bytes_total", "Octets sent by a port", labels, port.outBytes());
        each("port_drops_total", "Packets dropped before any node, by reason", labels, "reason", port.drops());
        port.counters()
                .forEach((name, value) -> add(
                        Kind.UNTYPED,
                        "port_driver_value",
                        "What a driver counts or tells",
                        labels.with("name", name),
                        value));
    }

    private void node(Labels chain, Report.NodeRow node) {
        Labels labels = chain.with("node", node.node()).with("type", node.type());
        add(Kind.COUNTER, "node_packets_total", "Packets that reached a node", labels, node.packets());
        add(Kind.COUNTER, "node_bytes_total", "Octets of those packets", labels, node.bytes());
        add(Kind.COUNTER, "node_sessions_total", "Sessions that visited a node", labels, node.sessions());
        add(Kind.COUNTER, "node_failures_total", "Times that a function failed", labels, node.failures());
        each("node_drops_total", "Packets dropped by a node, by reason", labels, "reason", node.drops());
        each("node_observed_total", "Verdicts counted and not carried out", labels, "reason", node.observed());
    }

    private void each(String name, String help, Labels labels, String label, Map<String, Long> counts) {
        counts.forEach((value, count) -> add(Kind.COUNTER, name, help, labels.with(label, value), count));
    }

    private void add(Kind kind, String name, String help, Labels labels, double value) {
        add(kind, name, help, labels, String.valueOf(value));
    }

    private void add(Kind kind, String name, String help, Labels labels, long value) {
        add(kind, name, help, labels, String.valueOf(value));
    }

    private void add(Kind kind, String name, String help, Labels labels, String value) {
        String full = "penstock_" + name;
        families.computeIfAbsent(
                        full,
                        _ -> new ArrayList<>(List.of(
                                "# HELP " + full + " " + help + ".",
                                "# TYPE " + full + " " + kind.name().toLowerCase(Locale.ROOT))))
                .add(full + "{" + labels.text + "} " + value);
    }

    private record Labels(String text) {
        Labels() {
            this("");
        }

        Labels with(String name, String value) {
            String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            return new Labels((text.isEmpty() ? "" : text + ",") + name + "=\"" + escaped + "\"");
        }
    }
}
