// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

/// The retransmission timer (RFC 6298) and the window of congestion (RFC 5681 section 3.1) of what was acknowledged
/// to its sender before its receiver had it.
final class Rto {
    private static final long FIRST = 1_000_000_000L;
    private static final long LEAST = 200_000_000L;
    private static final long MOST = 60_000_000_000L;

    /// Retransmissions of the same bytes before the flow is given up (RFC 9293 section 3.8.3, R2).
    static final int TRIES = 12;

    private long smoothed;
    private long variation;
    private long timeout;
    private int timedEnd;
    private long timedAt;
    private boolean timing;
    private int window;
    private int threshold;
    private int tries;

    void begin(int mss) {
        smoothed = 0;
        variation = 0;
        timeout = FIRST;
        timing = false;
        // RFC 6928 section 2.
        window = 10 * mss;
        threshold = Integer.MAX_VALUE;
        tries = 0;
    }

    /// How many bytes may be on their way.
    int window() {
        return window;
    }

    /// Doubled with each try, until something is acknowledged (RFC 6298 section 5.5).
    long timeout() {
        return Math.min(timeout << tries, MOST);
    }

    boolean gaveUp() {
        return tries > TRIES;
    }

    /// Times one segment a round trip; told of none that was sent twice (Karn).
    void sent(int end, long now) {
        if (!timing) {
            timing = true;
            timedEnd = end;
            timedAt = now;
        }
    }

    void acknowledged(int number, int bytes, int mss, long now) {
        if (timing && !Seq.before(number, timedEnd)) {
            timing = false;
            measured(now - timedAt);
        }
        tries = 0;
        long grown = window < threshold
                ? (long) window + Math.min(bytes, mss)
                : window + Math.max(1L, (long) mss * mss / window);
        window = (int) Math.min(grown, 1 << 30);
    }

    private void measured(long trip) {
        if (smoothed == 0) {
            smoothed = trip;
            variation = trip / 2;
        } else {
            variation += (Math.abs(smoothed - trip) - variation) / 4;
            smoothed += (trip - smoothed) / 8;
        }
        timeout = Math.clamp(smoothed + 4 * variation, LEAST, MOST);
    }

    /// RFC 5681 equation 4: what is on its way is lost, and all starts slowly.
    void expired(int flight, int mss) {
        timing = false;
        tries++;
        threshold = Math.max(flight / 2, 2 * mss);
        window = mss;
    }

    /// RFC 5681 section 3.2: lost, but what came behind it arrived.
    void lost(int flight, int mss) {
        timing = false;
        threshold = Math.max(flight / 2, 2 * mss);
        window = threshold;
    }
}
