// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.shell.Interrupts;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// Words changed in the answers of a web server: what that costs the machine beyond what a bridge in the same place
/// costs, for wordfilter, for NGINX's sub_filter and for mitmproxy. The script `tests/live/live` has them take turns
/// between the same interfaces, compares every byte that the client receives, and takes away what it made.
final class RewriteBench implements Bench {
    private static final int ROUNDS = 5;
    private static final int INTERRUPTED = 130;
    private static final double TICKS_PER_SECOND = 100;

    /// A difference below the clock's grain is taken for one tick.
    private static final double LEAST_TICKS = 1;

    @Override
    public String name() {
        return "rewrite";
    }

    @Override
    public String about() {
        return "words changed in responses of 8 KB, 48 connections: bytes per second that the machine works beyond a"
                + " bridge, against NGINX sub_filter and mitmproxy";
    }

    /// What one transfer cost.
    record Cost(long bytes, double ticks, double userTicks) {
        /// What it cost beyond another.
        Cost beyond(Cost other) {
            return new Cost(
                    bytes,
                    Math.max(LEAST_TICKS, ticks - other.ticks),
                    Math.max(LEAST_TICKS, userTicks - other.userTicks));
        }
    }

    /// Transfers by the name of what stood in the middle.
    record Round(Map<String, Cost> costs) {
        boolean has(String name) {
            return costs.containsKey(name);
        }

        Cost beyondBridge(String name) {
            String bridge = name.endsWith("-offloads") ? "bridge-offloads" : "bridge";
            return cost(name).beyond(cost(bridge));
        }

        private Cost cost(String name) {
            return Objects.requireNonNull(costs.get(name), name);
        }
    }

    @Override
    public List<Figure> run(Place place) throws Refused {
        List<String> said = new ArrayList<>();
        try {
            Process live = new ProcessBuilder(
                            place.root().resolve("tests/live/live").toString(), "rewrite", String.valueOf(ROUNDS))
                    .redirectErrorStream(true)
                    .start();
            try (Interrupts.Guard _ = place.interrupts().on(live::destroy);
                    BufferedReader out = live.inputReader()) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    said.add(line);
                    place.progress().accept(line);
                }
                int code = live.waitFor();
                if (code == INTERRUPTED) {
                    throw new Refused(Problem.error("interrupted", ""));
                }
                if (code != 0) {
                    throw new IOException(said.isEmpty() ? "it ended with " + code : said.getLast());
                }
            }
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    "changing words cannot be measured: " + e.getMessage(),
                    "run it as root, with a build that has DPDK; tests/live/live streams tells more"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return figures(said);
    }

    /// @param lines of the script: `cost NAME ROUND BYTES TOTAL USER`, and others
    static List<Figure> figures(List<String> lines) {
        List<Round> rounds = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("cost")) {
                while (rounds.size() < Integer.parseInt(words[2])) {
                    rounds.add(new Round(new HashMap<>()));
                }
                Cost cost =
                        new Cost(Long.parseLong(words[3]), Double.parseDouble(words[4]), Double.parseDouble(words[5]));
                rounds.getLast().costs().put(words[1], cost);
            }
        }
        boolean mitmproxy = rounds.stream().allMatch(round -> round.has("mitmproxy"));
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.atLeast("vs_nginx", times(rounds, "nginx", Cost::ticks), "ratio", 1));
        if (mitmproxy) {
            figures.add(Figure.atLeast("vs_mitmproxy", times(rounds, "mitmproxy", Cost::ticks), "ratio", 30));
        }
        figures.add(Figure.atLeast("processing_vs_nginx", times(rounds, "nginx", Cost::userTicks), "ratio", 5));
        figures.add(Figure.shown("vs_nginx_offloads", times(rounds, "nginx-offloads", Cost::ticks), "ratio", "more"));
        for (String name : mitmproxy ? List.of("penstock", "nginx", "mitmproxy") : List.of("penstock", "nginx")) {
            figures.add(Figure.shown(
                    name + "_megabytes_per_cpu_second",
                    Rounds.median(rounds, round -> rate(round.beyondBridge(name))),
                    "MB/s",
                    "more"));
        }
        return figures;
    }

    private static double rate(Cost cost) {
        return cost.bytes() / 1e6 / (cost.ticks() / TICKS_PER_SECOND);
    }

    /// How many times what wordfilter costs another costs for the same bytes, each round by itself.
    private static double times(List<Round> rounds, String other, ToDoubleFunction<Cost> time) {
        return Rounds.median(
                rounds,
                round -> time.applyAsDouble(round.beyondBridge(other))
                        / time.applyAsDouble(round.beyondBridge("penstock")));
    }
}
