// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

/// Cuts a node out whose function fails again and again, so that it costs the others nothing; once a second one packet
/// tries whether it is well again.
final class Breaker {
    /// So many failures within [#WINDOW_NANOS] open it.
    static final int MOST = 16;

    static final long WINDOW_NANOS = 100_000_000L;
    static final long RETRY_NANOS = 1_000_000_000L;

    private boolean open;
    private boolean forGood;
    private boolean forHolding;
    private long retryAt;
    private long windowEnd = Long.MIN_VALUE;
    private int failures;

    /// Whether the node is cut out.
    boolean isOpen() {
        return open;
    }

    /// Cuts the node out until another function takes its place: nothing is tried any more.
    void openForGood() {
        open = true;
        forGood = true;
        retryAt = Long.MAX_VALUE;
    }

    /// Cuts the node out until its function lets something go again.
    void openForHolding(long now) {
        open = true;
        forHolding = true;
        retryAt = now + RETRY_NANOS;
    }

    boolean isOpenForHolding() {
        return forHolding;
    }

    boolean isOpenForGood() {
        return forGood;
    }

    /// Whether this packet passes by the node.
    boolean skips(long now) {
        return open && now < retryAt;
    }

    /// Notes a failure.
    ///
    /// @return whether the node is cut out from now on
    boolean failed(long now) {
        if (open) {
            retryAt = forGood ? Long.MAX_VALUE : now + RETRY_NANOS;
            return false;
        }
        if (now > windowEnd) {
            windowEnd = now + WINDOW_NANOS;
            failures = 0;
        }
        failures++;
        if (failures < MOST) {
            return false;
        }
        open = true;
        retryAt = now + RETRY_NANOS;
        return true;
    }

    /// Notes a failure after which nobody waits for a second one.
    ///
    /// @return whether the node is cut out from now on
    boolean failedBadly(long now) {
        failures = MOST;
        windowEnd = now + WINDOW_NANOS;
        return failed(now);
    }

    /// Has nothing tried until somebody says so.
    void hold() {
        retryAt = Long.MAX_VALUE;
    }

    /// Has one packet try after a while.
    void release(long now) {
        retryAt = forGood ? Long.MAX_VALUE : now + RETRY_NANOS;
    }

    /// Notes that a packet went well.
    ///
    /// @return whether the node is back from now on
    boolean succeeded() {
        if (forGood) {
            return false;
        }
        boolean back = open;
        open = false;
        forHolding = false;
        failures = 0;
        return back;
    }
}
