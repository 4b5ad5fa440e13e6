// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Burst;
import org.jspecify.annotations.Nullable;

/// The frames of a burst that leave, as long as all from the first on leave by the same port: then none has to be
/// moved, and the whole burst is handed on.
final class Departure {
    /// What [#count] is once frames are moved one by one.
    private static final int APART = -1;

    private @Nullable Gate to;
    private int count = APART;

    void begin() {
        count = 0;
    }

    /// A frame leaves.
    void add(Burst burst, int slot, Gate out) {
        if (slot == count && (slot == 0 || out.equals(to))) {
            if (!out.equals(to)) {
                to = out;
            }
            count++;
        } else {
            settle(burst);
            out.send(burst, slot);
        }
    }

    /// Moves what has left so far, before anything else may leave.
    void settle(Burst burst) {
        for (int i = 0; i < count; i++) {
            java.util.Objects.requireNonNull(to).send(burst, i);
        }
        count = APART;
    }

    /// Ends the burst.
    ///
    /// @return a burst to use in its place, or the same
    Burst end(Burst burst) {
        if (count > 0 && count == burst.count) {
            count = APART;
            return java.util.Objects.requireNonNull(to).sendAll(burst);
        }
        settle(burst);
        return burst;
    }
}
