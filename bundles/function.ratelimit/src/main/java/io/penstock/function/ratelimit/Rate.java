// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.ratelimit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A rate with its burst, as a token bucket whose whole state is one number: the time at which it will be
/// full again (the virtual scheduling algorithm of ITU-T I.371).
///
/// @param perSecond packets or bits in a second; 0 for no limit
/// @param bits whether bits are counted, else packets
/// @param burstNanos how far ahead of the rate a burst may run
record Rate(double perSecond, boolean bits, long burstNanos) {
    private static final Pattern FORM =
            Pattern.compile("\\s*(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(?:(packets)|([kMG]?)bit)/s\\s*");
    private static final double SECOND = 1e9;

    /// Reads `1000 packets/s`, `10 Mbit/s`, or nothing for no limit.
    ///
    /// @return empty where it is neither
    static Optional<Rate> parse(String text, long burstNanos) {
        if (text.isBlank()) {
            return Optional.of(new Rate(0, false, burstNanos));
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Double.parseDouble(form.group(1)) == 0) {
            return Optional.empty();
        }
        boolean bits = form.group(2) == null;
        double unit = bits ? unit(form.group(3)) : 1;
        return Optional.of(new Rate(Double.parseDouble(form.group(1)) * unit, bits, burstNanos));
    }

    private static double unit(String prefix) {
        return switch (prefix) {
            case "k" -> 1e3;
            case "M" -> 1e6;
            case "G" -> 1e9;
            default -> 1;
        };
    }

    boolean limits() {
        return perSecond > 0;
    }

    /// Whether a packet keeps the rate.
    ///
    /// @param full when the bucket will be full again; 0 at the beginning
    boolean allows(long full, long now) {
        return !limits() || full - now <= burstNanos;
    }

    /// When the bucket will be full again after a packet that was let through.
    long after(long full, long now, int octets) {
        double cost = (bits ? 8.0 * octets : 1) * SECOND / perSecond;
        return Math.max(full, now) + Math.max(1, (long) cost);
    }
}
