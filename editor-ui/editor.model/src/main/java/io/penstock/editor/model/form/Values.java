// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.form;

import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers as a chain file writes them.
final class Values {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,18}");

    private Values() {}

    static Optional<Object> number(String text) {
        String stripped = text.strip();
        if (WHOLE.matcher(stripped).matches()) {
            return Optional.of(Long.parseLong(stripped));
        }
        return DECIMAL.matcher(stripped).matches() ? Optional.of(Double.parseDouble(stripped)) : Optional.empty();
    }
}
