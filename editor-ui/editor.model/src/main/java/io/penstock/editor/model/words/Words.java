// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.words;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/// Texts for people in the language of the machine, from `words.properties` and its translations.
public final class Words {
    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle(
            "io.penstock.editor.model.words.words", Locale.getDefault(), Words.class.getClassLoader());

    private Words() {}

    /// A text with its gaps filled; the key itself where it has no text.
    public static String say(String key, Object... values) {
        try {
            String text = BUNDLE.getString(key);
            return values.length == 0
                    ? text.replace("''", "'")
                    : new MessageFormat(text, BUNDLE.getLocale()).format(values);
        } catch (MissingResourceException untold) {
            return key;
        }
    }

    /// A text for a number of things: `key.one` or `key.many`, with the number as the first value.
    public static String count(String key, long number) {
        return say(key + (number == 1 ? ".one" : ".many"), number);
    }
}
