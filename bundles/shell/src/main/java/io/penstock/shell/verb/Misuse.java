// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.chain.Nearest;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What was wrong with a command line, with the word that was probably meant.
final class Misuse {
    private Misuse() {}

    static String what(ParameterException e, String message) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            CommandLine line = e.getCommandLine();
            String word = unmatched.getUnmatched().getFirst();
            if (word.startsWith("-")) {
                return "there is no option \"" + word + "\""
                        + near(word, line.getCommandSpec().optionsMap().keySet());
            }
            return line.getParent() == null
                    ? "there is no verb \"" + word + "\""
                            + near(word, line.getSubcommands().keySet())
                    : "\"" + word + "\" is one argument too many";
        }
        return lowered(message);
    }

    private static String near(String word, Collection<String> known) {
        return Nearest.to(word, known)
                .map(meant -> "; did you mean " + meant + "?")
                .orElse("");
    }

    private static String lowered(String message) {
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
