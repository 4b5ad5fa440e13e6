// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Verdict;
import org.jspecify.annotations.Nullable;

/// Counts the packets that go no further, and tells a listener what becomes of each packet.
final class Journal {
    private @Nullable Trace listener;

    /// Listens to every packet that comes from now on; null for none.
    void listen(@Nullable Trace trace) {
        listener = trace;
    }

    @Nullable
    Trace listener() {
        return listener;
    }

    boolean isRead() {
        return listener != null;
    }

    void tell(String place, String what) {
        Trace to = listener;
        if (to != null) {
            to.step(place, what, "");
        }
    }

    void tell(Station station, String what, Verdict verdict) {
        Trace to = listener;
        if (to != null) {
            to.step(station.place, what, verdict.toString());
        }
    }

    void left(Gate out) {
        Trace to = listener;
        if (to != null) {
            to.left(out.name);
        }
    }

    void drop(Gate gate, String reason) {
        gate.dropped(reason);
        Trace to = listener;
        if (to != null) {
            to.dropped("", reason, "");
        }
    }

    void drop(Station station, String reason, String detail) {
        station.drops.add(reason);
        Trace to = listener;
        if (to != null) {
            to.dropped(station.id, reason, detail);
        }
    }
}
