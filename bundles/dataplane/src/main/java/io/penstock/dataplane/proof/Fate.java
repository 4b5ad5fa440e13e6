// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.control.Why;
import io.penstock.dataplane.program.Trace;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What became of one packet, and what each function on its way decided.
final class Fate implements Trace {
    private static final String NODE = "node ";

    private final List<Why.Step> steps = new ArrayList<>();
    private final List<String> verdicts = new ArrayList<>();

    private final List<String> ports = new ArrayList<>();
    private final List<byte[]> left = new ArrayList<>();
    private String dropped = "";

    @Override
    public void step(String place, String what, String verdict) {
        steps.add(new Why.Step(place, what, verdict));
        boolean asked = what.startsWith("opens") || what.startsWith("sees") || what.startsWith("is asked");
        if (place.startsWith(NODE) && asked) {
            verdicts.add(place.substring(NODE.length()) + " " + verdict);
        }
    }

    @Override
    public void dropped(String node, String reason, String detail) {
        dropped = (node.isEmpty() ? "before any node" : "at " + node) + ", reason " + reason
                + (detail.isEmpty() ? "" : ": " + detail);
        steps.add(new Why.Step(node.isEmpty() ? "drop" : NODE + node, "goes no further", "drop (" + reason + ")"));
    }

    @Override
    public void left(String port) {
        steps.add(new Why.Step("port " + port, "leaves", "pass"));
    }

    /// Its octets as they leave by a port.
    void leaves(String port, byte[] octets) {
        ports.add(port);
        left.add(octets.clone());
    }

    /// Where and as what it left, each copy.
    List<String> left() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            lines.add(ports.get(i) + " as " + HexFormat.of().formatHex(left.get(i)));
        }
        return lines;
    }

    /// Its octets as it left, if it did.
    Optional<byte[]> leaving() {
        return left.stream().findFirst();
    }

    /// The port by which it left; empty where it did not.
    String port() {
        return ports.isEmpty() ? "" : ports.getFirst();
    }

    List<Why.Step> steps() {
        return List.copyOf(steps);
    }

    /// Whether it opened a session.
    boolean opened() {
        return dropped.isEmpty() && steps.stream().anyMatch(step -> step.what().startsWith("opens"));
    }

    boolean passed() {
        return dropped.isEmpty() && !left.isEmpty();
    }

    /// What was seen from outside.
    String outcome() {
        return dropped.isEmpty() ? "leaves by " + String.join(" and ", left()) : "dropped " + dropped;
    }

    /// What was seen from outside, and each function's verdict.
    String whole() {
        // One after the other, a collision is seen at the first node that would mix up two sessions.
        return dropped.endsWith("session-collision") ? outcome() : outcome() + " after " + verdicts;
    }
}
