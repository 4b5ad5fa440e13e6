// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.corpus;

import io.penstock.api.NetworkFunction;
import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.port.PortRefused;
import io.penstock.dataplane.Assembly;
import io.penstock.dataplane.Platform;
import io.penstock.dataplane.program.Counters;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Program;
import io.penstock.dataplane.program.Trace;
import io.penstock.dataplane.program.Worker;
import io.penstock.ports.PcapDriver;
import io.penstock.ports.capture.CaptureRefused;
import io.penstock.testkit.ClassCatalog;
import io.penstock.testkit.Packets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A capture carried through a chain on the thread of the test.
///
/// @param fates what became of each frame, in the order in which they entered
/// @param lan what left by the client port
/// @param wan what left by the server port
/// @param failure why the worker ended before its time; empty where it did not
record Replay(Report report, List<Fate> fates, List<Shot> lan, List<Shot> wan, String failure) {
    private static final int SESSIONS = 4_096;

    /// What became of one frame.
    ///
    /// @param port by which it left, else empty
    /// @param place its place among all that left by this port
    /// @param reason why it was dropped, else empty
    record Fate(String port, int place, String reason) {}

    /// A frame before and after the chain.
    record Pair(Shot before, Shot after) {}

    /// Through nothing: in at the client port, out at the server port.
    static Replay throughWire(Path capture, Path folder) throws Refused, PortRefused, CaptureRefused {
        return run(
                "ports:\n  lan: {driver: pcap, in: " + quoted(capture) + "}\n  wan: {driver: pcap, out: wan.pcapng}\n"
                        + "wires:\n  - lan -> wan\n",
                folder,
                List.of());
    }

    /// Through nodes, with the capture at both ports, split by who opened.
    ///
    /// @param nodes lines of the chain's `functions`, in order
    static Replay through(
            Path capture, Path folder, List<String> nodes, List<Class<? extends NetworkFunction<?>>> functions)
            throws Refused, PortRefused, CaptureRefused {
        StringBuilder wire = new StringBuilder("lan");
        nodes.forEach(node -> wire.append(" -> ").append(node, 0, node.indexOf(':')));
        return run(
                "ports:\n  lan: {driver: pcap, in: " + quoted(capture) + ", out: lan.pcapng}\n"
                        + "  wan: {driver: pcap, in: " + quoted(capture) + ", out: wan.pcapng}\n"
                        + "functions:\n  " + String.join("\n  ", nodes) + "\nwires:\n  - " + wire + " -> wan\n",
                folder,
                functions);
    }

    private static String quoted(Path capture) {
        return "'" + capture.toAbsolutePath() + "'";
    }

    private static Replay run(String chain, Path folder, List<Class<? extends NetworkFunction<?>>> functions)
            throws Refused, PortRefused, CaptureRefused {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Class<? extends NetworkFunction<?>>[] types = functions.toArray(new Class[0]);
        Platform platform = new Platform(new ClassCatalog(types), Packets.LAYERS, List.of(new PcapDriver()));
        String file = folder.resolve("corpus.chain.yaml").toString();
        try (Assembly assembly =
                new Assembly(platform, new ChainRequest(file, "format: 1\nchain: corpus\n" + chain, Map.of()))) {
            List<Gate> gates = assembly.openPorts();
            Fates fates = new Fates();
            Worker worker;
            Report report;
            try (Program program = assembly.program(gates, SESSIONS, 42)) {
                program.trace(fates);
                worker = new Worker(program);
                worker.run();
                List<String> troubles = gates.stream()
                        .map(gate -> gate.port().trouble())
                        .filter(trouble -> !trouble.isEmpty())
                        .toList();
                for (Gate gate : gates) {
                    gate.port().close();
                }
                report = Counters.report("corpus", Status.State.ENDED, 0, program, troubles);
            }
            List<Shot> lan = functions.isEmpty() ? List.of() : written(folder.resolve("lan.pcapng"));
            return new Replay(report, fates.all, lan, written(folder.resolve("wan.pcapng")), worker.failure());
        }
    }

    private static List<Shot> written(Path out) throws CaptureRefused {
        return Captures.read(out).shots();
    }

    /// Each frame that left, beside what it was when it entered.
    List<Pair> pairs(List<Shot> entered) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < fates.size(); i++) {
            Fate fate = fates.get(i);
            switch (fate.port()) {
                case "lan" -> pairs.add(new Pair(entered.get(i), lan.get(fate.place())));
                case "wan" -> pairs.add(new Pair(entered.get(i), wan.get(fate.place())));
                default -> {}
            }
        }
        return pairs;
    }

    /// Listens to what becomes of each frame; in these chains only fragments wait.
    private static final class Fates implements Trace {
        private static final Fate OPEN = new Fate("", 0, "");

        private final List<Fate> all = new ArrayList<>();
        private final Map<String, Integer> left = new HashMap<>();

        @Override
        public void step(String place, String what, String verdict) {
            if (place.startsWith("port ")) {
                all.add(OPEN);
            }
        }

        @Override
        public void dropped(String node, String reason, String detail) {
            settle(new Fate("", 0, reason));
        }

        @Override
        public void left(String port) {
            settle(new Fate(port, left.merge(port, 1, Integer::sum) - 1, ""));
        }

        /// It is about the last frame, or else about the one that waits longest.
        private void settle(Fate fate) {
            int last = all.size() - 1;
            all.set(all.get(last).equals(OPEN) ? last : all.indexOf(OPEN), fate);
        }
    }
}
