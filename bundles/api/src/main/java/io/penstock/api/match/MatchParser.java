// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.Match.Compare;
import io.penstock.api.match.Match.Has;
import io.penstock.api.match.Match.Length;
import io.penstock.api.match.Match.Op;
import io.penstock.api.match.Primitives.Direction;
import io.penstock.api.match.Primitives.Protocol;
import java.util.ArrayList;
import java.util.List;

/// Reads pcap-filter(7) text into a [Match] in normal form; empty text holds for every packet.
///
/// Primitives (`A` an IPv4 or IPv6 address, `M` an Ethernet address, `N` a number; `DIR` is `src`, `dst`,
/// `src or dst`, `src and dst` or nothing):
///
/// - `ether [DIR] host M`, `ether src M`, `ether proto N`, `[ether] broadcast`, `[ether] multicast`
/// - `[ip|ip6|arp] [DIR] host A`, `src A`, `[ip|ip6|arp] [DIR] net A/N`, `net A mask A`, `net 10.1`
/// - `[tcp|udp] [DIR] port N`, `[tcp|udp] [DIR] portrange N-N`
/// - `[ip|ip6] proto N`, `ip multicast`, `ip6 multicast`
/// - `ip`, `ip6`, `arp`, `rarp`, `tcp`, `udp`, `icmp`, `icmp6`, `igmp`, `esp`, `ah`, `sctp`, `pim`, `vrrp`
/// - `vlan`, `vlan N`, `less N`, `greater N`, `len RELATION N`
/// - `HEADER[OFFSET:SIZE] & MASK RELATION N` for `ether`, `arp`, `ip`, `ip6`, `tcp`, `udp`, `icmp` and `icmp6`,
///   with the names of offsets and values such as `tcpflags`, `tcp-syn`, `icmptype`, `icmp-echo`
///
/// They are joined by `and`, `or` and `not` (`&&`, `||`, `!`); `not` binds tightest, the others are equal and go
/// from left to right. What stands alone takes the qualifiers before it: `tcp port 80 or 443`. Tags and extension
/// headers are transparent. Names are never looked up. Everything else is refused with its column.
///
/// Limits: [#TEXT] characters, [#DEPTH] levels, [#LEAVES] leaves. Time is bounded by these, whatever the text.
public final class MatchParser {
    /// The longest text, in characters.
    public static final int TEXT = 65_536;

    /// How deep parentheses and and-or alternations may nest.
    public static final int DEPTH = 100;

    /// How many leaves the primitives of a text may have together (`host 192.0.2.1` has four).
    public static final int LEAVES = 10_000;

    private final Tokens tokens;
    private final Operands operands;
    private Qualifier qualifier = Qualifier.NONE;
    private int leaves;

    private MatchParser(Tokens tokens) {
        this.tokens = tokens;
        this.operands = new Operands(tokens);
    }

    /// Reads a text.
    ///
    /// @throws MatchSyntax where it is no match or not supported
    public static Match parse(String text) {
        if (text.length() > TEXT) {
            throw new MatchSyntax(
                    TEXT,
                    "the text has " + text.length() + " characters",
                    "write at most " + TEXT + ", or use several functions");
        }
        Tokens tokens = Tokens.of(text);
        if (tokens.peek().kind() == Token.Kind.END) {
            return Normal.ANY;
        }
        Match match = new MatchParser(tokens).expression(0);
        Token rest = tokens.peek();
        if (rest.kind() != Token.Kind.END) {
            throw new MatchSyntax(
                    rest.column(), rest.shown() + " stands where the match could end", "join with and or or");
        }
        return match;
    }

    static MatchSyntax tooDeep(int column) {
        return new MatchSyntax(
                column, "this nests deeper than " + DEPTH + " levels", "group with fewer parentheses and alternations");
    }

    private interface Term {
        Match parse(int depth);
    }

    private Match expression(int depth) {
        return chain(depth, this::term);
    }

    /// Terms joined by `and` and `or`, which are equal and go from left to right; a run of one of them is one node.
    private Match chain(int depth, Term term) {
        List<Match> run = new ArrayList<>();
        run.add(term.parse(depth));
        boolean conjunction = false;
        while (tokens.peek().isAnd() || tokens.peek().isOr()) {
            Token joint = tokens.next();
            if (run.size() > 1 && conjunction != joint.isAnd()) {
                Match left = join(run, conjunction, joint);
                run.clear();
                run.add(left);
            }
            conjunction = joint.isAnd();
            run.add(term.parse(depth));
        }
        return join(run, conjunction, tokens.peek());
    }

    private static Match join(List<Match> run, boolean conjunction, Token at) {
        Match joined = conjunction ? Normal.and(run) : Normal.or(run);
        if (Normal.depth(joined) > DEPTH) {
            throw tooDeep(at.column());
        }
        return joined;
    }

    private Match term(int depth) {
        boolean negated = negations();
        Match match = positive(depth);
        return negated ? Normal.not(match) : match;
    }

    private boolean negations() {
        boolean negated = false;
        while (tokens.peek().isNot()) {
            tokens.next();
            negated = !negated;
        }
        return negated;
    }

    private Match positive(int depth) {
        if (isOperand()) {
            return operand(depth);
        }
        Token open = tokens.peek();
        if (!open.is("(") || isValue()) {
            return counted(primitive(depth), open);
        }
        nest(depth, open);
        Qualifier before = qualifier;
        Match inner = expression(depth + 1);
        close();
        qualifier = before;
        return inner;
    }

    private void nest(int depth, Token open) {
        if (depth >= DEPTH) {
            throw tooDeep(open.column());
        }
        tokens.next();
    }

    private void close() {
        tokens.expect(")", "join with and or or, or close the parenthesis before");
    }

    private Match counted(Match match, Token at) {
        leaves += Normal.leaves(match);
        if (leaves > LEAVES) {
            throw new MatchSyntax(
                    at.column(), "the match has more than " + LEAVES + " leaves", "name networks instead of addresses");
        }
        return match;
    }

    /// Whether an operand without qualifiers comes, or a group that begins with one.
    private boolean isOperand() {
        int ahead = 0;
        while (tokens.peek(ahead).is("(") || tokens.peek(ahead).isNot()) {
            if (tokens.peek(ahead).is("(") && isValue(ahead)) {
                return false;
            }
            ahead++;
        }
        Token token = tokens.peek(ahead);
        Token after = tokens.peek(ahead + 1);
        boolean divided = after.is("/")
                && Numbers.looksLikeOne(token.text())
                && (qualifier.type() != Qualifier.Type.NET
                        || tokens.peek(ahead + 3).followsValue());
        return token.isWord() && !Words.isKeyword(token.text()) && !after.followsValue() && !after.is("[") && !divided;
    }

    private boolean isValue() {
        return isValue(0);
    }

    /// Whether the parenthesis `ahead` holds a value that is computed with or compared.
    private boolean isValue(int ahead) {
        Token after = tokens.peek(tokens.closing(ahead) + 1);
        return after.followsValue() || after.is("/");
    }

    private Match operand(int depth) {
        boolean negated = negations();
        Token first = tokens.peek();
        Match match;
        if (first.is("(")) {
            nest(depth, first);
            match = chain(depth + 1, this::operand);
            close();
        } else {
            match = counted(operands.parse(qualifier), first);
        }
        return negated ? Normal.not(match) : match;
    }

    private Match primitive(int depth) {
        Token token = tokens.peek();
        Token after = tokens.peek(1);
        if (!token.isWord() && !token.is("(") && !token.is("-")) {
            throw new MatchSyntax(
                    token.column(),
                    token.shown() + " stands where a primitive should",
                    "write a primitive such as host 192.0.2.1, tcp port 80 or icmp");
        }
        if (!token.isWord() || after.is("[") || isNumber(token)) {
            qualifier = Qualifier.NONE;
            return Relation.parse(tokens, depth);
        }
        if (Words.isUnsupported(token.text())) {
            throw unsupported(token);
        }
        return switch (token.text()) {
            case "len", "length" -> {
                qualifier = Qualifier.NONE;
                yield Relation.parse(tokens, depth);
            }
            case "src", "dst", "host", "net", "port", "portrange", "proto" -> qualified(depth, "");
            case "less" -> length(Op.LE);
            case "greater" -> length(Op.GE);
            case "vlan" -> vlan();
            case "broadcast", "multicast" -> cast("ether", token);
            default -> header(depth, token);
        };
    }

    /// Whether a token begins a relation rather than stands for itself.
    private static boolean isNumber(Token token) {
        return Numbers.looksLikeOne(token.text()) || Numbers.isNamed(token.text());
    }

    private static MatchSyntax unsupported(Token token) {
        return new MatchSyntax(token.column(), token.text() + " is not supported", Words.instead(token.text()));
    }

    private Match header(int depth, Token token) {
        String name = token.is("link") ? "ether" : token.text();
        if (!Words.isHeader(name)) {
            qualifier = Qualifier.NONE;
            return operands.parse(qualifier);
        }
        Token after = tokens.peek(1);
        return switch (after.isWord() ? after.text() : "") {
            case "src", "dst", "host", "net", "port", "portrange", "proto" -> qualified(depth, name);
            case "broadcast", "multicast" -> cast(name, after);
            case "protochain" -> throw unsupported(after);
            default -> abbreviation(name, token, after);
        };
    }

    private Match abbreviation(String name, Token token, Token after) {
        boolean operand = after.isWord() && !after.isAnd() && !after.isOr() && !after.isNot();
        if (operand || name.equals("ether")) {
            throw new MatchSyntax(
                    operand ? after.column() : token.column(),
                    operand ? after.shown() + " stands behind " + name : name + " alone says nothing",
                    "write " + name + " " + example(name) + ", or join with and or or");
        }
        tokens.next();
        qualifier = Qualifier.NONE;
        Protocol protocol = Primitives.protocols().get(name);
        if (protocol != null) {
            return Primitives.protocol(protocol.below(), protocol.number());
        }
        return switch (name) {
            case "ip" -> Primitives.IP;
            case "ip6" -> Primitives.IP6;
            case "arp" -> Primitives.etherType(Primitives.ARP);
            default -> Primitives.etherType(Primitives.RARP);
        };
    }

    private static String example(String name) {
        return switch (name) {
            case "ether" -> "host 02:00:00:00:00:01";
            case "tcp", "udp" -> "port 80";
            case "ip", "arp" -> "host 192.0.2.1";
            case "ip6" -> "host 2001:db8::1";
            default -> "alone";
        };
    }

    private Match qualified(int depth, String header) {
        Token first = tokens.peek();
        if (!header.isEmpty()) {
            tokens.next();
        }
        boolean directed = tokens.peek().is("src") || tokens.peek().is("dst");
        Direction direction = directed ? direction() : Direction.EITHER;
        Qualifier.Type type = switch (tokens.peek().isWord() ? tokens.peek().text() : "") {
            case "host" -> Qualifier.Type.HOST;
            case "net" -> Qualifier.Type.NET;
            case "port" -> Qualifier.Type.PORT;
            case "portrange" -> Qualifier.Type.PORTRANGE;
            case "proto" -> Qualifier.Type.PROTO;
            default -> Qualifier.Type.NONE;
        };
        if (type != Qualifier.Type.NONE) {
            tokens.next();
        }
        Qualifier.Type meant = type == Qualifier.Type.NONE ? Qualifier.Type.HOST : type;
        qualifier = new Qualifier(header, direction, meant).checked(first);
        return uncounted(depth);
    }

    /// The operand of a primitive, whose leaves are counted with the primitive.
    private Match uncounted(int depth) {
        if (isOperand() && (tokens.peek().is("(") || tokens.peek().isNot())) {
            int before = leaves;
            Match match = operand(depth);
            leaves = before;
            return match;
        }
        return operands.parse(qualifier);
    }

    private Direction direction() {
        Direction direction = tokens.next().is("src") ? Direction.SRC : Direction.DST;
        Token joint = tokens.peek();
        String other = direction == Direction.SRC ? "dst" : "src";
        if (!(joint.isAnd() || joint.isOr()) || !tokens.peek(1).is(other)) {
            return direction;
        }
        tokens.next();
        tokens.next();
        return joint.isAnd() ? Direction.BOTH : Direction.EITHER;
    }

    private Match length(Op op) {
        Token word = tokens.next();
        qualifier = Qualifier.NONE;
        long bytes = number(word.text() + " takes a number of bytes", Integer.MAX_VALUE);
        return Normal.of(new Length(op, (int) bytes));
    }

    private long number(String what, long most) {
        Token token = tokens.next();
        if (!token.isWord() || !Numbers.looksLikeOne(token.text()) || Numbers.parse(token) > most) {
            throw new MatchSyntax(token.column(), what + ", not " + token.shown(), "write a number from 0 to " + most);
        }
        return Numbers.parse(token);
    }

    private Match vlan() {
        tokens.next();
        qualifier = Qualifier.NONE;
        Token token = tokens.peek();
        if (!token.isWord() || token.isAnd() || token.isOr()) {
            return new Has("vlan");
        }
        return new Compare("vlan", "vid", -1L, Op.EQ, number("vlan takes a tag's number", 4095));
    }

    private Match cast(String header, Token word) {
        if (!tokens.next().equals(word)) {
            tokens.next();
        }
        qualifier = Qualifier.NONE;
        return switch (header + " " + word.text()) {
            case "ether broadcast" -> Primitives.ETHER_BROADCAST;
            case "ether multicast" -> Primitives.ETHER_MULTICAST;
            case "ip multicast" -> Primitives.IP_MULTICAST;
            case "ip6 multicast" -> Primitives.IP6_MULTICAST;
            case "ip broadcast" ->
                throw new MatchSyntax(
                        word.column(),
                        "ip broadcast needs the netmask of a network",
                        "write dst host 255.255.255.255 or the broadcast address of your network");
            default ->
                throw new MatchSyntax(
                        word.column(), header + " has no " + word.text(), "write ether, ip or ip6 before it");
        };
    }
}
