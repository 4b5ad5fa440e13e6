// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import io.penstock.api.control.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The way of one packet as numbered steps; the last line is the outcome.
public final class WhyText {
    private static final int WIDTH = 100;
    private static final int WIDEST_WHAT = 52;

    private WhyText() {}

    public static List<String> lines(Why why, boolean colours) {
        List<String> lines = new ArrayList<>();
        lines.add(Ink.HEADING.on(Clean.line(why.packet()), colours));
        lines.add("");
        int place = widest(why, Why.Step::place, WIDTH);
        int what = widest(why, Why.Step::what, WIDEST_WHAT);
        int number = 1;
        for (Why.Step step : why.steps()) {
            step(lines, String.format("%3d  ", number++), step, new int[] {place, what}, colours);
        }
        lines.add("");
        lines.add(outcome(why, colours));
        return List.copyOf(lines);
    }

    private static int widest(Why why, Function<Why.Step, String> text, int most) {
        return why.steps().stream()
                .mapToInt(step -> text.apply(step).length())
                .filter(length -> length <= most)
                .max()
                .orElse(0);
    }

    /// The verdict stands beside what happened, or beneath it where that is long.
    private static void step(List<String> lines, String number, Why.Step step, int[] widths, boolean colours) {
        String place = Clean.line(step.place());
        String indent = " ".repeat(number.length() + widths[0] + 2);
        String head = number + Ink.NAME.on(place, colours) + " ".repeat(Math.max(0, widths[0] - place.length())) + "  ";
        List<String> what = Wrapped.lines(step.what(), WIDTH - indent.length());
        String verdict = step.verdict().isEmpty() ? "" : "→ " + verdict(step.verdict(), colours);
        boolean beside = !verdict.isEmpty() && what.size() == 1 && step.what().length() <= widths[1];
        String space = " ".repeat(beside ? widths[1] - what.getFirst().length() + 2 : 0);
        lines.add(head + what.getFirst() + space + (beside ? verdict : ""));
        what.stream().skip(1).forEach(line -> lines.add(indent + line));
        if (!verdict.isEmpty() && !beside) {
            lines.add(indent + verdict);
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
