// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import io.penstock.api.control.Control.LayerInfo;
import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Control.Work;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.InstalledBundle;
import io.penstock.api.control.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Functions, layers, sessions and dataplanes, one a line.
public final class Lists {
    private Lists() {}

    public static List<String> functions(List<FunctionInfo> functions, boolean colours) {
        if (functions.isEmpty()) {
            return List.of("no function is installed");
        }
        List<String> lines = new ArrayList<>();
        for (FunctionInfo function : functions) {
            lines.add(Ink.HEADING.on(Clean.line(function.type()), colours) + "  " + Clean.line(function.name())
                    + Ink.QUIET.on("  " + Clean.line(function.bundle() + " " + function.version()), colours));
            if (!function.description().isEmpty()) {
                Wrapped.lines(function.description(), 96).forEach(line -> lines.add("    " + line));
            }
            function.properties().forEach(property -> lines.addAll(property(property)));
        }
        return List.copyOf(lines);
    }

    private static List<String> property(FunctionInfo.Property property) {
        String about = kind(property)
                + rest(property)
                + (property.description().isEmpty() ? "" : ": " + property.description());
        List<String> wrapped = Wrapped.lines(about, 78);
        List<String> lines = new ArrayList<>();
        lines.add(String.format("    %-16s  %s", Clean.line(property.id()), wrapped.getFirst()));
        wrapped.stream().skip(1).forEach(line -> lines.add(" ".repeat(22) + line));
        return lines;
    }

    private static String kind(FunctionInfo.Property property) {
        String kind = property.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return property.many() ? "list of " + kind : kind;
    }

    private static String rest(FunctionInfo.Property property) {
        StringBuilder text = new StringBuilder();
        if (!property.min().isEmpty() || !property.max().isEmpty()) {
            text.append(' ').append(property.min()).append("..").append(property.max());
        }
        if (!property.options().isEmpty()) {
            text.append(", one of ").append(String.join(", ", property.options()));
        }
        if (property.required()) {
            text.append(", required");
        } else if (!String.join("", property.defaults()).isEmpty()) {
            text.append(", default ")
                    .append(String.join(", ", property.defaults()).replaceAll("\\.0\\b", ""));
        }
        return text.toString();
    }

    public static List<String> layers(List<LayerInfo> layers, boolean colours) {
        if (layers.isEmpty()) {
            return List.of("no layer is installed");
        }
        Table table = new Table(colours, "layer", "follows", "fields", "bundle");
        layers.forEach(layer -> table.row(
                layer.name(), String.join(", ", layer.follows()), String.join(" ", layer.fields()), layer.bundle()));
        return table.lines();
    }

    public static List<String> bundles(List<InstalledBundle> bundles, boolean colours) {
        if (bundles.isEmpty()) {
            return List.of("no bundle was installed beside those of Penstock itself");
        }
        Table table = new Table(colours, "bundle", "version", "state", "sha256");
        bundles.forEach(one ->
                table.row(one.name(), one.version(), one.state(), one.sha256().substring(0, 16)));
        return table.lines();
    }

    public static List<String> sessions(List<SessionRow> sessions, boolean colours) {
        if (sessions.isEmpty()) {
            return List.of("no session is open");
        }
        boolean translated =
                sessions.stream().anyMatch(session -> !session.translated().isEmpty());
        Table table = translated
                ? new Table(colours, "session", "translated", "state", ">idle", "path", "fields")
                : new Table(colours, "session", "state", ">idle", "path", "fields");
        for (SessionRow session : sessions) {
            List<String> cells = new ArrayList<>(List.of(session.key()));
            if (translated) {
                cells.add(session.translated());
            }
            cells.addAll(List.of(
                    session.state(),
                    Numbers.time(session.idleMillis() / 1000.0),
                    String.join(" → ", session.path()),
                    fields(session)));
            table.row(cells.toArray(String[]::new));
        }
        return table.lines();
    }

    private static String fields(SessionRow session) {
        return session.fields().entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(" "));
    }

    /// The chains of a dataplane as cells of a table.
    public static String chains(Status status) {
        return status.chains().isEmpty()
                ? "none"
                : status.chains().stream()
                        .map(chain -> chain.chain() + " " + chain.state().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }

    /// What each worker of each chain has done: how full its bursts are, and what a packet costs; then what the packets
    /// cost that were timed at each node.
    public static List<String> work(Map<String, Work> chains, boolean colours) {
        List<String> lines = new ArrayList<>(workers(chains, colours));
        if (chains.values().stream().anyMatch(work -> !work.nodes().isEmpty())) {
            lines.add("");
            lines.addAll(nodes(chains, colours));
        }
        return lines;
    }

    private static List<String> nodes(Map<String, Work> chains, boolean colours) {
        Table table = new Table(
                colours, "chain", "node", "function", ">timed calls", ">packets", ">packets/call", ">ns/packet");
        chains.forEach((chain, work) -> work.nodes()
                .forEach(node -> table.row(
                        chain,
                        node.node(),
                        node.type(),
                        Numbers.count(node.calls()),
                        Numbers.count(node.packets()),
                        each(node.packets(), node.calls()),
                        each(node.nanos(), node.packets()))));
        return table.lines();
    }

    private static List<String> workers(Map<String, Work> chains, boolean colours) {
        Table table = new Table(
                colours,
                "chain",
                "worker",
                ">seconds",
                ">calls",
                ">packets",
                ">packets/call",
                ">ns/packet",
                ">bytes/packet",
                ">processor");
        chains.forEach((chain, work) -> work.workers()
                .forEach(worker -> table.row(
                        chain,
                        worker.name(),
                        decimal(worker.seconds()),
                        Numbers.count(worker.calls()),
                        Numbers.count(worker.packets()),
                        decimal(ratio(worker.packets(), worker.calls())),
                        decimal(ratio(worker.cpuNanos(), worker.packets())),
                        decimal(ratio(worker.allocatedBytes(), worker.packets())),
                        decimal(100 * worker.cpuNanos() / 1e9 / Math.max(1e-9, worker.seconds())) + " %")));
        return table.lines();
    }

    private static String each(long part, long whole) {
        return whole == 0 ? "-" : decimal(ratio(part, whole));
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : part / (double) whole;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
