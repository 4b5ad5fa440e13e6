// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import java.util.List;
import java.util.Locale;

/// Which content codings somebody takes (RFC 9110 section 12.5.3).
final class Accepted {
    private Accepted() {}

    /// Whether gzip is among them. Who names none may take any, but then often knows none.
    static boolean gzip(List<String> values) {
        boolean any = false;
        boolean named = false;
        boolean taken = false;
        for (String value : values) {
            for (String item : value.split(",", -1)) {
                String[] parts = item.split(";", -1);
                String coding = parts[0].strip().toLowerCase(Locale.ROOT);
                if (coding.equals("gzip") || coding.equals("x-gzip")) {
                    named = true;
                    taken |= isWanted(parts);
                } else if (coding.equals("*")) {
                    any |= isWanted(parts);
                }
            }
        }
        return named ? taken : any;
    }

    /// A weight of 0 is a no (RFC 9110 section 12.4.2).
    private static boolean isWanted(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String weight = parts[i].strip().toLowerCase(Locale.ROOT);
            if (weight.startsWith("q=")) {
                return weight.substring(2).chars().anyMatch(digit -> digit >= '1' && digit <= '9');
            }
        }
        return true;
    }
}
