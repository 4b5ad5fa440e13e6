// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

/// One result of a bench.
///
/// @param name such as `cost_vs_macswap`
/// @param value the median of all rounds
/// @param unit such as `ratio`, `ns`, `bytes`
/// @param goal what it should be, such as `<= 1.25`; empty where it is only shown
/// @param better `less`, `more`, or empty
public record Figure(String name, double value, String unit, String goal, String better) {
    /// A figure that should be at most so much.
    public static Figure atMost(String name, double value, String unit, double most) {
        return new Figure(name, value, unit, "<= " + most, "less");
    }

    /// A figure that should be at least so much.
    public static Figure atLeast(String name, double value, String unit, double least) {
        return new Figure(name, value, unit, ">= " + least, "more");
    }

    /// A figure that is only shown.
    public static Figure shown(String name, double value, String unit, String better) {
        return new Figure(name, value, unit, "", better);
    }

    /// Whether the goal is met; one without a goal is.
    public boolean met() {
        if (goal.isEmpty()) {
            return true;
        }
        double limit = Double.parseDouble(goal.substring(3));
        return goal.startsWith("<=") ? value <= limit : value >= limit;
    }
}
