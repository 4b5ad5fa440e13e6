// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.form;

import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.api.match.MatchParser;
import io.penstock.api.match.MatchSyntax;
import io.penstock.editor.model.words.Words;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks texts by the way they are written.
final class Texts {
    private static final Pattern CIDR = Pattern.compile("([0-9a-fA-F.:]+)(?:/([0-9]{1,3}))?");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.|$)){4}(?<!\\.)");
    private static final Pattern PORTS = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");
    private static final int MOST_PORT = 65_535;

    private Texts() {}

    /// What is wrong with a text, if anything is.
    static Optional<Field.Fault> fault(Property property, String text) {
        return switch (property.syntax()) {
            case PLAIN, FILE -> Optional.empty();
            case MATCH -> match(text, 0);
            case RULE -> rule(property.words(), text);
            case ADDRESS -> isAddress(text) ? Optional.empty() : say("form.address", text);
            case CIDR -> isCidr(text) ? Optional.empty() : say("form.cidr", text);
            case PORTS -> isPorts(text) ? Optional.empty() : say("form.ports", text);
        };
    }

    private static Optional<Field.Fault> match(String text, int from) {
        try {
            MatchParser.parse(text.substring(from));
            return Optional.empty();
        } catch (MatchSyntax wrong) {
            return Optional.of(new Field.Fault(0, from + wrong.column(), wrong.what(), wrong.mend()));
        }
    }

    /// Which words may stand together, only the function can tell.
    private static Optional<Field.Fault> rule(List<String> words, String text) {
        int start = matchStart(words, text);
        if (start > 0 || words.isEmpty()) {
            return match(text, start);
        }
        String first = String.join(", ", first(words));
        return Optional.of(new Field.Fault(0, 0, Words.say("form.rule", first), Words.say("form.rule.mend", first)));
    }

    /// The words with which a rule may begin.
    static List<String> first(List<String> words) {
        return words.stream().filter(word -> !word.contains(" ")).toList();
    }

    /// Where the match of a rule begins: behind all words that may stand before it; 0 where none of them does.
    static int matchStart(List<String> words, String text) {
        int at = 0;
        Optional<String> word = wordAt(words, text, blanks(text, at));
        while (word.isPresent()) {
            at = blanks(text, blanks(text, at) + word.get().length());
            word = wordAt(words, text, at);
        }
        return at;
    }

    private static Optional<String> wordAt(List<String> words, String text, int at) {
        return words.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .filter(word -> text.startsWith(word, at))
                .filter(word ->
                        at + word.length() == text.length() || Character.isWhitespace(text.charAt(at + word.length())))
                .findFirst();
    }

    private static int blanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isAddress(String text) {
        if (!text.contains(":")) {
            // `ofLiteral` takes 198.51.100 for an address, too.
            return IPV4.matcher(text).matches();
        }
        try {
            return InetAddress.ofLiteral(text).getAddress().length > 0;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static boolean isCidr(String text) {
        Matcher cidr = CIDR.matcher(text);
        if (!cidr.matches() || !isAddress(cidr.group(1))) {
            return false;
        }
        int most = cidr.group(1).contains(":") ? 128 : 32;
        return cidr.group(2) == null || Integer.parseInt(cidr.group(2)) <= most;
    }

    private static boolean isPorts(String text) {
        Matcher ports = PORTS.matcher(text);
        if (!ports.matches()) {
            return false;
        }
        int first = Integer.parseInt(ports.group(1));
        int last = ports.group(2) == null ? first : Integer.parseInt(ports.group(2));
        return first <= last && last <= MOST_PORT;
    }

    private static Optional<Field.Fault> say(String key, String text) {
        return Optional.of(new Field.Fault(0, 0, Words.say(key, text), Words.say(key + ".mend")));
    }
}
