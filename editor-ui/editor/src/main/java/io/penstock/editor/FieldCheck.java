// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.api.match.MatchParser;
import io.penstock.api.match.MatchSyntax;
import java.net.InetAddress;
import java.util.Optional;

/// Says what is wrong with a text as it is typed, before the dataplane is asked. It knows kinds of text, not functions.
final class FieldCheck {
    private FieldCheck() {}

    /// A complaint and where it begins.
    ///
    /// @param column from 0, in the text that was checked
    record Complaint(int column, String words) {}

    /// Checks one value; of a list, one item.
    static Optional<Complaint> of(Property property, String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        if (!property.options().isEmpty() && !property.options().contains(text)) {
            return at(0, Texts.say("check.option", String.join(", ", property.options())));
        }
        return switch (property.kind()) {
            case WHOLE_NUMBER, NUMBER -> number(property, text.strip());
            case BOOLEAN, PASSWORD -> Optional.empty();
            case TEXT -> written(property, text);
        };
    }

    private static Optional<Complaint> number(Property property, String text) {
        double value;
        try {
            value = property.kind() == io.penstock.api.control.FunctionInfo.Kind.WHOLE_NUMBER
                    ? Long.parseLong(text)
                    : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return at(
                    0,
                    Texts.say(
                            property.kind() == io.penstock.api.control.FunctionInfo.Kind.WHOLE_NUMBER
                                    ? "check.whole"
                                    : "check.number"));
        }
        boolean low = !property.min().isEmpty() && value < Double.parseDouble(property.min());
        boolean high = !property.max().isEmpty() && value > Double.parseDouble(property.max());
        if (low) {
            return at(0, Texts.say("check.least", property.min()));
        }
        return high ? at(0, Texts.say("check.most", property.max())) : Optional.empty();
    }

    private static Optional<Complaint> written(Property property, String text) {
        return switch (property.syntax()) {
            case PLAIN, FILE -> Optional.empty();
            case MATCH -> match(text, 0);
            case RULE -> rule(property, text);
            case ADDRESS -> isAddress(text.strip()) ? Optional.empty() : at(0, Texts.say("check.address"));
            case CIDR -> isCidr(text.strip()) ? Optional.empty() : at(0, Texts.say("check.cidr"));
            case PORTS -> isPorts(text.strip()) ? Optional.empty() : at(0, Texts.say("check.ports"));
        };
    }

    private static Optional<Complaint> match(String text, int from) {
        String match = text.substring(from);
        if (match.isBlank()) {
            return Optional.empty();
        }
        try {
            MatchParser.parse(match);
            return Optional.empty();
        } catch (MatchSyntax wrong) {
            String mend = wrong.mend().isEmpty() ? "" : "; " + wrong.mend();
            return at(from + wrong.column(), wrong.what() + mend);
        }
    }

    /// Words of the function, then a match. Which words may stand together, the function says.
    private static Optional<Complaint> rule(Property property, String text) {
        if (text.startsWith("file:")) {
            return Optional.empty();
        }
        int from = behindWords(property, text);
        return from == 0 && !property.words().isEmpty()
                ? at(0, Texts.say("check.rule", String.join(", ", property.words())))
                : match(text, from);
    }

    /// Where the match of a rule begins.
    static int behindWords(Property property, String text) {
        int at = 0;
        boolean more = true;
        while (more) {
            int start = skipSpace(text, at);
            more = false;
            for (String word : property.words()) {
                int end = start + word.length();
                if (text.startsWith(word, start) && (end == text.length() || text.charAt(end) == ' ')) {
                    at = end;
                    more = true;
                    break;
                }
            }
        }
        return at;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isAddress(String text) {
        // Java also takes the short forms of old, such as 192.0.2 for 192.0.0.2: those are mistakes here.
        boolean whole = text.matches("\\d{1,3}(\\.\\d{1,3}){3}") || text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        try {
            return whole && InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return isAddress(text);
        }
        String length = text.substring(slash + 1);
        int most = text.indexOf(':') >= 0 ? 128 : 32;
        return isAddress(text.substring(0, slash)) && length.matches("\\d{1,3}") && Integer.parseInt(length) <= most;
    }

    private static boolean isPorts(String text) {
        if (!text.matches("\\d{1,5}(-\\d{1,5})?")) {
            return false;
        }
        int dash = text.indexOf('-');
        int low = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
        int high = dash < 0 ? low : Integer.parseInt(text.substring(dash + 1));
        return low <= high && high <= 65_535;
    }

    private static Optional<Complaint> at(int column, String words) {
        return Optional.of(new Complaint(column, words));
    }
}
