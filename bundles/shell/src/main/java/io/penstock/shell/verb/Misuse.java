// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.chain.Nearest;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
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
        ArgSpec meant = e.getArgSpec();
        return meant == null || e.getValue() == null
                ? lowered(message)
                : kind(meant)
                        .map(kind -> option(meant) + "\"" + e.getValue() + "\" is not " + kind)
                        .orElseGet(() -> lowered(message));
    }

    /// What a value should have been; empty where what converts it says that.
    private static Optional<String> kind(ArgSpec spec) {
        if (spec.converters().length > 0) {
            return Optional.empty();
        }
        if (spec.isMultiValue()) {
            return Optional.of(spec.paramLabel());
        }
        Class<?> type = spec.auxiliaryTypes()[0];
        if (type == double.class || type == Double.class) {
            return Optional.of("a number");
        }
        if (type.isEnum()) {
            String words = Stream.of(type.getEnumConstants())
                    .map(word -> word.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            return Optional.of(type.getEnumConstants().length == 1 ? words : "one of " + words);
        }
        return type == int.class || type == Integer.class ? Optional.of("a whole number") : Optional.empty();
    }

    private static String option(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() + ": " : "";
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
