// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import io.penstock.api.control.Proof;
import io.penstock.api.control.Why;
import java.util.ArrayList;
import java.util.List;

/// What the proof of a plan found: how far it reached, and the packet that disproves it where there is one.
public final class ProofText {
    private static final int MOST_UNREACHED = 12;

    private ProofText() {}

    public static List<String> lines(Proof proof, boolean colours) {
        List<String> lines = new ArrayList<>();
        proof.counterexamples().forEach(found -> counterexample(found, lines, colours));
        int reached = proof.places() - proof.unreached().size();
        lines.add((proof.holds() ? Ink.GOOD.on("holds", colours) : Ink.BAD.on("disproved", colours)) + ": chain "
                + Clean.line(proof.chain()) + ", " + Numbers.of(proof.packets(), "packet", "packets") + ", "
                + Numbers.of(proof.sessions(), "session", "sessions") + ", " + reached + " of "
                + Numbers.of(proof.places(), "place", "places") + " reached");
        list("not reached:", proof.unreached(), lines);
        list("no packet can come to:", proof.unreachable(), lines);
        return List.copyOf(lines);
    }

    private static void list(String heading, List<String> places, List<String> lines) {
        if (places.isEmpty()) {
            return;
        }
        lines.add(heading);
        places.stream().limit(MOST_UNREACHED).forEach(place -> lines.add("  " + Clean.line(place)));
        if (places.size() > MOST_UNREACHED) {
            lines.add("  and " + (places.size() - MOST_UNREACHED) + " more");
        }
    }

    private static void counterexample(Proof.Counterexample found, List<String> lines, boolean colours) {
        found.before().forEach(packet -> lines.add("first   " + Clean.line(packet)));
        lines.add("packet  " + Ink.HEADING.on(Clean.line(found.packet()), colours));
        for (Proof.Way way : found.ways()) {
            lines.add("");
            lines.add(Ink.NAME.on(way.name(), colours) + ": " + Clean.line(way.outcome()));
            int number = 1;
            for (Why.Step step : way.steps()) {
                lines.add(String.format("%3d  %s  %s", number++, Clean.line(step.place()), Clean.line(step.what()))
                        + (step.verdict().isEmpty() ? "" : " → " + Clean.line(step.verdict())));
            }
        }
        lines.add("");
    }
}
