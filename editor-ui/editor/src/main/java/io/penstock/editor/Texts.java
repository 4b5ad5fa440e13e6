// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The texts of the window in the language of the machine, from `texts.properties` and its translations.
final class Texts {
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("io.penstock.editor.texts", Locale.getDefault(), Texts.class.getClassLoader());

    private Texts() {}

    /// A text with its gaps filled.
    static String say(String key, Object... values) {
        return new MessageFormat(BUNDLE.getString(key), BUNDLE.getLocale()).format(values);
    }
}
