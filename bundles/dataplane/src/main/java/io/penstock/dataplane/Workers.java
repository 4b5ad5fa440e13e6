// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.End;
import io.penstock.api.NetworkFunction;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.port.Port;
import io.penstock.chain.Chain;
import io.penstock.chain.PortSpec;
import io.penstock.dataplane.program.Gate;
import io.penstock.resolver.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many workers carry a chain, and why.
///
/// @param count at least one
/// @param why in one sentence that begins with the number
record Workers(int count, String why) {
    private static final int MOST = 64;
    private static final String ALONE = "leave `workers` out, or set it to 1";

    /// @param asked for this run; 0 for what the document says
    /// @param before how many carry the chain in whose place this one comes
    /// @throws Refused where more are asked for than there can be
    static Workers of(
            Chain chain, int asked, Optional<Workers> before, Plan plan, Map<String, NetworkFunction<?>> functions)
            throws Refused {
        int wanted = asked > 0 ? asked : chain.workers();
        if (wanted > MOST) {
            throw new Refused(Problem.error(wanted + " workers are more than there can be", "give 1 to " + MOST));
        }
        String obstacle = obstacle(chain, plan, functions);
        if (wanted > 1 && !obstacle.isEmpty()) {
            throw new Refused(
                    Problem.error("chain " + chain.name() + " cannot have " + wanted + " workers: " + obstacle, ALONE));
        }
        if (wanted > 0) {
            return new Workers(wanted, counted(wanted) + ", as " + (asked > 0 ? "was asked for" : "the chain says"));
        }
        if (before.isPresent()) {
            return before.get();
        }
        Workers usual = usual(chain, Runtime.getRuntime().availableProcessors());
        return usual.count() > 1 && !obstacle.isEmpty() ? new Workers(1, "1 worker: " + obstacle) : usual;
    }

    /// The same for a chain whose functions turned out not to allow it.
    ///
    /// @throws Refused where they were asked for
    Workers without(Chain chain, int asked, String obstacle) throws Refused {
        if (asked > 0 || chain.workers() > 0) {
            throw new Refused(
                    Problem.error("chain " + chain.name() + " cannot have " + count + " workers: " + obstacle, ALONE));
        }
        return new Workers(1, "1 worker: " + obstacle);
    }

    private static String counted(int count) {
        return count == 1 ? "1 worker" : count + " workers";
    }

    /// As many as every port has queues, but for one core.
    static Workers usual(Chain chain, int cores) {
        int free = Math.max(1, cores - 1);
        int queues =
                chain.ports().values().stream().mapToInt(Workers::queues).min().orElse(1);
        if (queues > free) {
            return new Workers(
                    free,
                    counted(free) + ": of " + cores + " cores one is kept for compiling, memory and control; "
                            + "`workers: " + Math.min(queues, cores) + "` takes it too");
        }
        String fewest = chain.ports().values().stream()
                .filter(port -> queues(port) == queues)
                .map(PortSpec::id)
                .findFirst()
                .orElse("");
        String more = free == 1 ? ", and of " + cores + " cores one is kept for compiling, memory and control" : "";
        return new Workers(
                queues,
                counted(queues) + ": port " + fewest + " has " + queues + (queues == 1 ? " queue" : " queues") + more);
    }

    private static int queues(PortSpec port) {
        return port.options().get("queues") instanceof Number queues ? Math.max(1, queues.intValue()) : 1;
    }

    /// What stands against several; empty where nothing does.
    private static String obstacle(Chain chain, Plan plan, Map<String, NetworkFunction<?>> functions) {
        if (Boolean.getBoolean("penstock.separate")) {
            return "its functions run one after the other (penstock.separate)";
        }
        if (plan.nodes().isEmpty() && chain.ports().size() > 2) {
            return "without functions, one worker has to see by which of its "
                    + chain.ports().size() + " ports each station is reached";
        }
        for (PortSpec port : chain.ports().values()) {
            if (port.driver().equals("pcap")) {
                return captures(port.id());
            }
        }
        for (Plan.PlannedNode node : plan.nodes()) {
            String why =
                    java.util.Objects.requireNonNull(functions.get(node.id())).needsOneWorker(hidden(plan, node.id()));
            if (!why.isEmpty()) {
                return "node " + node.id() + " " + why;
            }
        }
        return "";
    }

    private static String captures(String port) {
        return "port " + port + " is a capture, whose stamps are the clock of one worker";
    }

    /// Whether a function gives sessions another source before they come to a node.
    private static boolean hidden(Plan plan, String node) {
        List<String> translators = plan.nodes().stream()
                .filter(one -> one.wired().translates().contains(End.SOURCE))
                .map(Plan.PlannedNode::id)
                .toList();
        return plan.paths().stream().anyMatch(path -> {
            List<String> nodes = path.steps().stream().map(Plan.PathStep::node).toList();
            return nodes.subList(0, Math.max(0, nodes.indexOf(node))).stream().anyMatch(translators::contains);
        });
    }

    /// Refuses ports that only one worker can use.
    void check(String chain, List<Gate> gates) throws Refused {
        if (count == 1) {
            return;
        }
        for (Gate gate : gates) {
            Port port = gate.port();
            boolean shared = gates.stream()
                    .filter(other -> !other.equals(gate))
                    .anyMatch(other -> port.source().isPresent()
                            && port.source().equals(other.port().source()));
            if (port.stamped() || shared) {
                throw new Refused(Problem.error(
                        "chain " + chain + " cannot have " + count + " workers: "
                                + (port.stamped()
                                        ? captures(gate.name())
                                        : "port " + gate.name() + " reads the same capture as another port"),
                        ALONE));
            }
        }
    }
}
