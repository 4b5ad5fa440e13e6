// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import io.penstock.api.control.Why;
import java.util.ArrayList;
import java.util.List;

/// The way of one packet as numbered steps; the last line is the outcome.
public final class WhyText {
    private static final int WIDTH = 100;

    private WhyText() {}

    public static List<String> lines(Why why, boolean colours) {
        List<String> lines = new ArrayList<>();
        lines.add(Ink.HEADING.on(Clean.line(why.packet()), colours));
        lines.add("");
        int place = why.steps().stream()
                .mapToInt(step -> step.place().length())
                .max()
                .orElse(0);
        int number = 1;
        for (Why.Step step : why.steps()) {
            step(lines, number++, step, place, colours);
        }
        lines.add("");
        lines.add(outcome(why, colours));
        return List.copyOf(lines);
    }

    private static void step(List<String> lines, int number, Why.Step step, int width, boolean colours) {
        String place = Clean.line(step.place());
        String space = " ".repeat(Math.max(0, width - place.length()));
        String head = String.format("%3d  ", number);
        String indent = " ".repeat(head.length() + width + 2);
        List<String> what = Wrapped.lines(step.what(), Math.max(30, WIDTH - indent.length()));
        lines.add(head + Ink.NAME.on(place, colours) + space + "  " + what.getFirst());
        what.stream().skip(1).forEach(line -> lines.add(indent + line));
        if (!step.verdict().isEmpty()) {
            lines.add(indent + "→ " + verdict(step.verdict(), colours));
        }
    }

    private static String verdict(String verdict, boolean colours) {
        return (verdict.startsWith("pass") ? Ink.GOOD : Ink.BAD).on(Clean.line(verdict), colours);
    }

    private static String outcome(Why why, boolean colours) {
        String rule = why.rule().isEmpty() ? "" : ": " + Clean.line(why.rule());
        if (why.passed()) {
            return Ink.GOOD.on("passed", colours) + ", leaves by port " + Clean.line(why.port()) + rule;
        }
        String where = why.node().isEmpty() ? "before any node" : "at " + Clean.line(why.node());
        return Ink.BAD.on("dropped", colours) + " " + where + ", reason " + Clean.line(why.reason()) + rule;
    }
}
