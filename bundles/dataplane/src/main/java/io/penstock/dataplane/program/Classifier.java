// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.dataplane.packet.Candidates;
import io.penstock.dataplane.packet.Condition;
import io.penstock.dataplane.packet.Frame;

/// The merged classifier: each distinct condition of all functions is evaluated at most once for a packet.
final class Classifier {
    private final Condition[] conditions;
    private final int[] rounds;
    private final boolean[] results;
    private int round;
    private boolean turned;
    private boolean naming;

    Classifier(Condition[] conditions) {
        this.conditions = conditions.clone();
        rounds = new int[conditions.length];
        results = new boolean[conditions.length];
    }

    /// Forgets what was found: for another packet, or after one was changed.
    ///
    /// @param turnPacket whether to ask of the packet that goes the other way
    /// @param onlyNaming whether only conditions count that name the packet
    void begin(boolean turnPacket, boolean onlyNaming) {
        round++;
        turned = turnPacket;
        naming = onlyNaming;
    }

    boolean holds(int condition, Frame frame) {
        if (rounds[condition] != round) {
            rounds[condition] = round;
            results[condition] =
                    naming ? conditions[condition].names(frame) : conditions[condition].holds(frame, turned);
        }
        return results[condition];
    }

    /// The first of many conditions that holds, by a look at those alone that may.
    ///
    /// @param candidates of the same conditions in the same order
    /// @return its place in the order, -1 where none holds
    int first(Candidates candidates, int[] order, Frame frame) {
        candidates.look(frame, turned);
        for (int i = candidates.next(); i >= 0; i = candidates.next()) {
            if (holds(order[i], frame)) {
                return i;
            }
        }
        return -1;
    }
}
