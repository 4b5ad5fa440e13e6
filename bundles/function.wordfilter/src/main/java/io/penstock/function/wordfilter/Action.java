// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.wordfilter;

import io.penstock.api.BadProperty;
import io.penstock.api.Bytes;
import io.penstock.api.Verdict;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What is done where a word is found.
enum Action {
    /// Counts it.
    ALERT,
    /// Puts one text in the place of each.
    MASK,
    /// Takes it out.
    REMOVE,
    /// Puts a text of its own in its place.
    REPLACE,
    /// Shows the client something else, and closes.
    PAGE,
    /// Closes.
    CLOSE;

    static Action of(String name) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadProperty("action", -1, 0, "'" + name + "' is no action", "write " + all()));
    }

    /// Whether the flow ends there.
    boolean ends() {
        return this == PAGE || this == CLOSE;
    }

    /// How it ends.
    Verdict end(Config config) {
        return this == PAGE
                ? Verdict.page("page-for-word", Bytes.utf8(config.page()))
                : Verdict.close("closed-for-word");
    }

    /// What stands in each word's place.
    Bytes[] instead(Config config) {
        String[] with = config.with();
        int words = config.words().length;
        if (this == REPLACE && with.length != 1 && with.length != words) {
            String what = with.length + " texts stand for " + words + " words";
            throw new BadProperty("with", -1, 0, what, "give as many texts as words, or one for all");
        }
        Bytes[] instead = new Bytes[words];
        Arrays.setAll(instead, word -> switch (this) {
            case MASK -> Bytes.utf8(config.mask());
            case REPLACE -> Bytes.utf8(with[with.length == 1 ? 0 : word]);
            case ALERT, REMOVE, PAGE, CLOSE -> Bytes.EMPTY;
        });
        return instead;
    }

    private static String all() {
        return Arrays.stream(values()).map(Action::word).collect(Collectors.joining(", "));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
