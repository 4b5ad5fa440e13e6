// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Medians over rounds in which all contenders took turns.
final class Rounds {
    private Rounds() {}

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static <R> double median(List<R> rounds, ToDoubleFunction<R> value) {
        return median(rounds.stream().mapToDouble(value).toArray());
    }

    /// How far the values lie apart, as a share of their median.
    static <R> double spread(List<R> rounds, ToDoubleFunction<R> value) {
        double least = rounds.stream().mapToDouble(value).min().orElse(0);
        double most = rounds.stream().mapToDouble(value).max().orElse(0);
        return (most - least) / median(rounds, value);
    }
}
