// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a scalar means: text, unless it stands without quotes and is a number, a truth value or nothing
/// (YAML 1.2.2 section 10.2).
final class Scalars {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,30})");
    private static final Pattern DECIMAL =
            Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,4})?");

    private Scalars() {}

    /// String, Long, Double or Boolean; empty where nothing is written, and for numbers out of range.
    static Optional<Object> meaning(Tree.Scalar scalar) {
        String text = scalar.value();
        if (scalar.style() != Tree.Style.PLAIN) {
            return Optional.of(text);
        }
        return switch (text) {
            case "", "null", "Null", "NULL", "~" -> Optional.empty();
            case "true", "false" -> Optional.of(text.equals("true"));
            default -> INTEGER.matcher(text).matches() ? integer(text) : decimalOrText(text);
        };
    }

    /// Whether a scalar is text; else it is written without quotes again.
    static boolean isText(Tree.Scalar scalar) {
        return meaning(scalar).filter(String.class::isInstance).isPresent();
    }

    private static Optional<Object> integer(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Object> decimalOrText(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return Optional.of(text);
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }
}
