// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The counters of a chain as tables: ports, nodes, sessions, and the sum that has to come out even.
public final class ReportText {
    private final Report report;
    private final boolean colours;
    private final List<String> lines = new ArrayList<>();

    private ReportText(Report report, boolean colours) {
        this.report = report;
        this.colours = colours;
    }

    public static List<String> lines(Report report, boolean colours) {
        ReportText text = new ReportText(report, colours);
        text.title();
        text.ports();
        text.nodes();
        text.ends();
        return List.copyOf(text.lines);
    }

    /// The ports alone, with what their drivers count.
    public static List<String> ports(Report report, boolean colours) {
        ReportText text = new ReportText(report, colours);
        text.title();
        text.ports();
        report.ports().stream().filter(port -> !port.counters().isEmpty()).forEach(text::driver);
        return List.copyOf(text.lines);
    }

    private void title() {
        String state = switch (report.state()) {
            case RUNNING -> Ink.GOOD.on("running", colours) + " for ";
            case ENDED -> "ended after ";
            case FAILED -> Ink.BAD.on("failed", colours) + " after ";
        };
        lines.add(Ink.HEADING.on(Clean.line(report.chain()), colours) + "  " + state + Numbers.time(report.seconds()));
    }

    private void ports() {
        lines.add("");
        Table table = new Table(
                colours,
                "port",
                "side",
                "driver",
                ">packets in",
                ">bytes in",
                ">packets out",
                ">bytes out",
                ">dropped");
        for (Report.PortRow port : report.ports()) {
            table.row(
                    port.name(),
                    port.side(),
                    port.driver(),
                    Numbers.count(port.inPackets()),
                    Numbers.bytes(port.inBytes()),
                    Numbers.count(port.outPackets()),
                    Numbers.bytes(port.outBytes()),
                    total(port.drops()));
            port.drops()
                    .forEach((reason, count) ->
                            table.row(Ink.WARNING, "  " + reason, "", "", "", "", "", "", Numbers.count(count)));
        }
        lines.addAll(table.lines());
    }

    private void nodes() {
        if (report.nodes().isEmpty()) {
            return;
        }
        lines.add("");
        Table table = new Table(colours, "node", "function", ">packets", ">bytes", ">sessions", ">dropped");
        report.nodes().forEach(node -> node(table, node));
        lines.addAll(table.lines());
        report.nodes().stream().filter(node -> !node.figures().isEmpty()).forEach(this::figures);
    }

    private void figures(Report.NodeRow node) {
        lines.add("");
        lines.add(Ink.HEADING.on(Clean.line(node.node()), colours));
        node.figures().forEach(figure -> lines.add("  " + Clean.line(figure)));
    }

    private static void node(Table table, Report.NodeRow node) {
        table.row(
                node.node(),
                node.type() + (node.observing() ? " (observes)" : ""),
                Numbers.count(node.packets()),
                Numbers.bytes(node.bytes()),
                Numbers.count(node.sessions()),
                total(node.drops()));
        node.drops()
                .forEach(
                        (reason, count) -> table.row(Ink.WARNING, "  " + reason, "", "", "", "", Numbers.count(count)));
        node.observed()
                .forEach((reason, count) -> table.row(Ink.QUIET, "  would drop: " + reason, "", Numbers.count(count)));
        if (node.failures() > 0) {
            table.row(Ink.BAD, "  failures", "", Numbers.count(node.failures()));
        }
    }

    private static String total(Map<String, Long> drops) {
        return Numbers.count(drops.values().stream().mapToLong(Long::longValue).sum());
    }

    private void driver(Report.PortRow port) {
        lines.add("");
        Table table = new Table(colours, port.name(), ">" + port.driver());
        port.counters().forEach((name, count) -> table.row("  " + name, Numbers.count(count)));
        lines.addAll(table.lines());
    }

    private void ends() {
        Report.Sessions sessions = report.sessions();
        lines.add("");
        lines.add("sessions  " + Numbers.count(sessions.open()) + " open, " + Numbers.count(sessions.opened())
                + " opened, " + Numbers.count(sessions.expired()) + " expired, " + Numbers.count(sessions.refused())
                + " refused; at most " + Numbers.count(sessions.limit()));
        if (!report.notes().isEmpty()) {
            lines.add("notes     " + notes());
        }
        lines.add("");
        lines.add(sum());
        report.troubles().forEach(trouble -> lines.add(Ink.WARNING.on("trouble: ", colours) + Clean.line(trouble)));
    }

    private String notes() {
        List<String> notes = new ArrayList<>();
        report.notes().forEach((note, count) -> notes.add(Clean.line(note) + " " + Numbers.count(count)));
        return String.join(", ", notes);
    }

    private String sum() {
        long astray = report.in() + report.made() - report.out() - report.dropped() - report.held();
        String sum = "in " + Numbers.count(report.in()) + " + made " + Numbers.count(report.made()) + " = out "
                + Numbers.count(report.out()) + " + dropped " + Numbers.count(report.dropped()) + " + held "
                + Numbers.count(report.held());
        if (astray == 0) {
            return sum;
        }
        return report.state() == Status.State.RUNNING
                ? sum.replace(" = ", " ≈ ")
                : sum.replace(" = ", " ≠ ")
                        + Ink.BAD.on("  (" + Numbers.count(astray) + " not accounted for)", colours);
    }
}
