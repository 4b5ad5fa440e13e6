// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import io.penstock.api.control.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An update for people.
public final class UpdateText {
    private UpdateText() {}

    /// One line for the update, then what it did to each chain.
    public static List<String> lines(Update update) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(update));
        for (Update.ChainSwap chain : update.chains()) {
            lines.add("  chain " + chain.chain() + ": "
                    + (chain.nodes().isEmpty() ? "" : String.join(", ", chain.nodes()) + "; ")
                    + chain.sessions() + (chain.sessions() == 1 ? " session" : " sessions")
                    + (update.outcome() == Update.Outcome.DRY_RUN
                            ? ""
                            : String.format(
                                    Locale.ROOT, "; %s; %.1f ms", rehearsal(chain.rehearsal()), chain.millis())));
            chain.fields().forEach(field -> lines.add("    " + field));
            chain.rehearsal().examples().forEach(example -> lines.add("    " + example));
        }
        update.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static String headline(Update update) {
        boolean same = update.from().equals(update.to()) && !update.to().isEmpty();
        String before = update.from().isEmpty() ? "" : update.from() + " -> ";
        String versions = same ? update.to() + " to another build of it" : before + update.to();
        String what = update.what() + (versions.isEmpty() ? "" : " " + versions);
        return switch (update.outcome()) {
            case DONE -> "updated " + what;
            case UNCONFIRMED -> "updated " + what + ", until it is confirmed";
            case DRY_RUN -> "would update " + what;
        };
    }

    private static String rehearsal(Update.Rehearsal rehearsal) {
        if (rehearsal.packets() == 0) {
            return "not rehearsed, no packets came";
        }
        return "rehearsed on " + rehearsal.packets() + " packets, " + rehearsal.different() + " differ";
    }
}
