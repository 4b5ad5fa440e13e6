// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.live;

import java.util.Locale;

/// Numbers as a person reads them: three digits and a unit.
public final class Quantity {
    private static final String[] UNITS = {"", "k", "M", "G", "T"};

    private Quantity() {}

    /// A number of things, such as `41.2 k`.
    public static String of(double number) {
        double left = Math.abs(number);
        int unit = 0;
        while (left >= 999.5 && unit < UNITS.length - 1) {
            left /= 1000;
            unit++;
        }
        String digits = left >= 99.95 || left == Math.rint(left)
                ? String.format(Locale.ROOT, "%.0f", left)
                : String.format(Locale.ROOT, left >= 9.995 ? "%.1f" : "%.2f", left);
        String shown = digits.contains(".") ? digits.replaceFirst("\\.?0+$", "") : digits;
        return (number < 0 ? "-" : "") + shown + (unit == 0 ? "" : " " + UNITS[unit]);
    }

    /// Things in a second, such as `1.2 M/s`.
    public static String perSecond(double number) {
        String text = of(number >= 10 ? Math.rint(number) : number);
        return text + "/s";
    }

    /// Bits in a second, such as `9.8 Gb/s`.
    public static String bits(double number) {
        String text = of(number);
        return text.contains(" ") ? text + "b/s" : text + " b/s";
    }
}
