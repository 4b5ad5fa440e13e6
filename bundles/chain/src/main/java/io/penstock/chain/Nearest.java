// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the name that was probably meant.
public final class Nearest {
    private static final int LONGEST = 64;
    private static final int LISTED = 8;

    /// More edits than this are another word.
    private static final int MOST_EDITS = 3;

    private Nearest() {}

    /// The candidate with the fewest edits, if there are few enough to call it a slip.
    public static Optional<String> to(String name, Collection<String> candidates) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        int most = Math.clamp(name.length() / 3, 1, MOST_EDITS);
        return candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= most)
                .map(candidate -> Map.entry(candidate, edits(name, candidate)))
                .filter(scored -> scored.getValue() <= most)
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /// How to mend an unknown name: the nearest one, else those that there are.
    public static String hint(String name, Collection<String> candidates) {
        return to(name, candidates)
                .map(near -> "did you mean `" + near + "`?")
                .orElseGet(() -> candidates.isEmpty() ? "there is none" : "there is " + listed(candidates));
    }

    private static String listed(Collection<String> candidates) {
        String some = candidates.stream().limit(LISTED).collect(Collectors.joining(", "));
        return candidates.size() > LISTED ? some + " and " + (candidates.size() - LISTED) + " more" : some;
    }

    /// The optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours; too large
    /// where it is more than [#MOST_EDITS].
    private static int edits(String one, String other) {
        int same = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return editsBehind(one.substring(same), other.substring(same));
    }

    private static int editsBehind(String left, String right) {
        int[][] cost = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            Arrays.fill(cost[i], LONGEST);
            int from = Math.max(0, i - MOST_EDITS);
            int to = Math.min(right.length(), i + MOST_EDITS);
            for (int j = from; j <= to; j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(cost, left, right, i, j);
            }
        }
        return cost[left.length()][right.length()];
    }

    private static int cheapest(int[][] cost, String left, String right, int i, int j) {
        int same = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int best = Math.min(cost[i - 1][j - 1] + same, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
