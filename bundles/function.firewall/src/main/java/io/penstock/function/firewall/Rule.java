// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.firewall;

import io.penstock.api.BadProperty;
import io.penstock.api.Side;
import io.penstock.api.match.Match;
import io.penstock.api.match.MatchParser;
import io.penstock.api.match.MatchSyntax;
import io.penstock.api.match.Matches;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One rule: `allow|deny [from client|server|any] MATCH`.
///
/// @param index its place, from 0
/// @param text as it was written
/// @param allows whether it lets the session through
/// @param from the side that it speaks of; empty for any
/// @param match the condition, [Match.Any] for all
record Rule(int index, String text, boolean allows, Optional<Side> from, Match match) {
    private static final Pattern FORM =
            Pattern.compile("\\s*(\\S+)(?:\\s+from\\s+(\\S+))?(?:\\s+(.*))?", Pattern.DOTALL);

    /// @throws BadProperty that points at the place in the rule
    static Rule parse(int index, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw bad(index, 0, "the rule is empty", "write `allow` or `deny`, then a match");
        }
        String word = form.group(1);
        if (!word.equals("allow") && !word.equals("deny")) {
            throw bad(
                    index,
                    form.start(1),
                    "a rule begins with `allow` or `deny`, not `" + word + "`",
                    "write one of them");
        }
        String match = form.group(3) == null ? "" : form.group(3);
        int matchAt = form.group(3) == null ? text.length() : form.start(3);
        return new Rule(index, text.strip(), word.equals("allow"), side(index, form), match(index, match, matchAt));
    }

    private static Optional<Side> side(int index, Matcher form) {
        String side = form.group(2) == null ? "client" : form.group(2);
        return switch (side) {
            case "client" -> Optional.of(Side.CLIENT);
            case "server" -> Optional.of(Side.SERVER);
            case "any" -> Optional.empty();
            default ->
                throw bad(
                        index,
                        form.start(2),
                        "`from " + side + "` names no side",
                        "write `from client`, `from server` or `from any`");
        };
    }

    private static Match match(int index, String text, int at) {
        try {
            return MatchParser.parse(text);
        } catch (MatchSyntax wrong) {
            throw bad(index, at + wrong.column(), wrong.what(), wrong.mend());
        }
    }

    private static BadProperty bad(int index, int column, String what, String mend) {
        return new BadProperty("rules", index, column, what, mend);
    }

    /// The rule's whole condition, its side included.
    Match whole() {
        if (from.isEmpty()) {
            return match;
        }
        Match side = new Match.From(from.get());
        return match instanceof Match.Any ? side : new Match.And(List.of(side, match));
    }

    /// So many rules are compared with each one before them; of more only those are found that say the same again.
    private static final int MOST_COMPARED = 1_000;

    /// One line for each rule that can never decide, because an earlier one always does.
    static List<String> shadowed(List<Rule> rules) {
        List<Match> normal =
                rules.stream().map(rule -> Matches.normalise(rule.match)).toList();
        return rules.size() <= MOST_COMPARED ? covered(rules, normal) : repeated(rules, normal);
    }

    private static List<String> covered(List<Rule> rules, List<Match> normal) {
        List<String> lines = new ArrayList<>();
        for (Rule rule : rules) {
            rules.subList(0, rule.index).stream()
                    .filter(earlier -> earlier.from.isEmpty() || earlier.from.equals(rule.from))
                    .filter(earlier -> implies(normal.get(rule.index), normal.get(earlier.index)))
                    .findFirst()
                    .ifPresent(earlier -> lines.add(never(rule, earlier)));
        }
        return lines;
    }

    private static List<String> repeated(List<Rule> rules, List<Match> normal) {
        record Asked(Optional<Side> from, Match match) {}
        List<String> lines = new ArrayList<>();
        Map<Asked, Rule> first = new HashMap<>();
        for (Rule rule : rules) {
            Match own = normal.get(rule.index);
            Stream.of(
                            new Asked(rule.from, own),
                            new Asked(Optional.empty(), own),
                            new Asked(rule.from, new Match.Any()),
                            new Asked(Optional.empty(), new Match.Any()))
                    .flatMap(asked -> Optional.ofNullable(first.get(asked)).stream())
                    .min(Comparator.comparingInt(Rule::index))
                    .ifPresent(earlier -> lines.add(never(rule, earlier)));
            first.putIfAbsent(new Asked(rule.from, own), rule);
        }
        return lines;
    }

    private static String never(Rule rule, Rule earlier) {
        return "rule " + (rule.index + 1) + " (" + rule.text + ") never decides: rule " + (earlier.index + 1) + " ("
                + earlier.text + ") comes first";
    }

    /// Whether `narrow` can only hold where `wide` does. True is certain, false is not.
    private static boolean implies(Match narrow, Match wide) {
        if (wide instanceof Match.Any || narrow.equals(wide)) {
            return true;
        }
        if (narrow instanceof Match.Or(List<Match> parts)) {
            return parts.stream().allMatch(part -> implies(part, wide));
        }
        if (wide instanceof Match.And(List<Match> parts)) {
            return parts.stream().allMatch(part -> implies(narrow, part));
        }
        if (wide instanceof Match.Or(List<Match> parts) && parts.stream().anyMatch(part -> implies(narrow, part))) {
            return true;
        }
        if (narrow instanceof Match.And(List<Match> parts)) {
            return parts.stream().anyMatch(part -> implies(part, wide));
        }
        return leafImplies(narrow, wide);
    }

    private static boolean leafImplies(Match narrow, Match wide) {
        if (narrow instanceof Match.Prefix small && wide instanceof Match.Prefix large) {
            return small.header().equals(large.header())
                    && small.field().equals(large.field())
                    && small.bits() >= large.bits()
                    && same(small.high(), large.high(), Math.min(64, large.bits()))
                    && same(small.low(), large.low(), Math.max(0, large.bits() - 64));
        }
        if (narrow instanceof Match.Compare small && small.op() == Match.Op.EQ && wide instanceof Match.Range large) {
            return small.header().equals(large.header())
                    && small.field().equals(large.field())
                    && small.mask() == -1L
                    && small.value() >= large.from()
                    && small.value() <= large.to();
        }
        return false;
    }

    private static boolean same(long left, long right, int bits) {
        return bits == 0 || (left ^ right) >>> (64 - bits) == 0;
    }
}
