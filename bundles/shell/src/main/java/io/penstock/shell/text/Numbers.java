// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import java.util.Locale;

/// Numbers as people read them.
public final class Numbers {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Numbers() {}

    /// `1,234,567`.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `980 B`, `1.2 MB`: powers of ten, as rates on a wire are told.
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = 0;
        // 999.95 would be rounded to 1000.0
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /// `3.2 s`, `4 min 05 s`, `2 h 13 min`.
    public static String time(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, seconds < 1 ? "%.3f s" : "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /// `1 packet`, `2 packets`.
    public static String of(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }
}
