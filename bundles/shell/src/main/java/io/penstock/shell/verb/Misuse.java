// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What was wrong with a command line, with the word that was probably meant.
final class Misuse {
    private Misuse() {}

    static String what(ParameterException e, String message) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().getFirst();
            boolean option = word.startsWith("-");
            boolean verb = e.getCommandLine().getParent() == null && !option;
            String kind = verb ? "there is no verb" : option ? "there is no option" : "nothing is expected at";
            List<String> near = unmatched.getSuggestions();
            return kind + " \"" + word + "\"" + (near.isEmpty() ? "" : "; did you mean " + near.getFirst() + "?");
        }
        return lowered(message);
    }

    private static String lowered(String message) {
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
