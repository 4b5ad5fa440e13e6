// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.Match.Length;
import io.penstock.api.match.Match.Op;

/// `value relation value`, where one side is a number and the other is read from the packet.
///
/// Numbers may be computed from numbers, modulo 2^32; of what is read, bits may be masked out and shifted right. That
/// much is still one comparison of one field; anything more is refused.
final class Relation {
    private static final int FARTHEST = 65_535;

    /// One side of a relation.
    private sealed interface Value {
        int column();
    }

    private record Number(long value, int column) implements Value {}

    private record FrameLength(int column) implements Value {}

    /// `(bytes & mask) >> shift`
    private record Read(String header, int offset, int size, long mask, int shift, int column) implements Value {}

    private final Tokens tokens;
    private final int depth;

    private Relation(Tokens tokens, int depth) {
        this.tokens = tokens;
        this.depth = depth;
    }

    static Match parse(Tokens tokens, int depth) {
        return new Relation(tokens, depth).relation();
    }

    private Match relation() {
        Value left = value(0, depth);
        Token sign = tokens.next();
        if (!sign.isRelation()) {
            throw new MatchSyntax(
                    sign.column(),
                    sign.shown() + " stands where a comparison should",
                    "compare with =, !=, <, <=, > or >= and a number");
        }
        Value right = value(0, depth);
        Op op = op(sign.text());
        if (right instanceof Number number) {
            return compare(left, op, number, sign);
        }
        if (left instanceof Number number) {
            return compare(right, mirrored(op), number, sign);
        }
        throw new MatchSyntax(right.column(), "two values of the packet are compared", "compare a value with a number");
    }

    private static Match compare(Value value, Op op, Number number, Token sign) {
        return switch (value) {
            case Read read -> {
                long kept = read.mask() >>> read.shift() << read.shift();
                yield Accessors.compare(
                        read.header(), read.offset(), read.size(), kept, op, number.value() << read.shift());
            }
            case FrameLength length -> {
                if (number.value() > Integer.MAX_VALUE) {
                    throw new MatchSyntax(
                            number.column(),
                            "no frame is " + number.value() + " bytes long",
                            "write a length of at most " + Integer.MAX_VALUE);
                }
                yield Normal.of(new Length(op, (int) number.value()));
            }
            case Number other ->
                throw new MatchSyntax(
                        sign.column(),
                        "two numbers are compared",
                        "compare a number with a value such as ip[8] or len");
        };
    }

    private static Op op(String sign) {
        return switch (sign) {
            case "!=" -> Op.NE;
            case "<" -> Op.LT;
            case "<=" -> Op.LE;
            case ">" -> Op.GT;
            case ">=" -> Op.GE;
            default -> Op.EQ;
        };
    }

    private static Op mirrored(Op op) {
        return switch (op) {
            case LT -> Op.GT;
            case LE -> Op.GE;
            case GT -> Op.LT;
            case GE -> Op.LE;
            case EQ, NE -> op;
        };
    }

    /// How tightly a binary operator binds, as in libpcap's grammar; 0 for what is none.
    private static int tightness(Token token) {
        return switch (token.text()) {
            case "|" -> 1;
            case "&" -> 2;
            case "<<", ">>" -> 3;
            case "+", "-" -> 4;
            case "*", "/" -> 5;
            default -> 0;
        };
    }

    private Value value(int above, int level) {
        Value left = operand(level);
        while (true) {
            Token sign = tokens.peek();
            if (sign.is("^") || sign.is("%")) {
                throw new MatchSyntax(sign.column(), sign.shown() + " is not supported", "compute the number yourself");
            }
            int tightness = tightness(sign);
            if (tightness <= above) {
                return left;
            }
            tokens.next();
            left = join(left, sign, value(tightness, level));
        }
    }

    private Value operand(int level) {
        Token token = tokens.next();
        if (level > MatchParser.DEPTH) {
            throw MatchParser.tooDeep(token.column());
        }
        if (token.is("(")) {
            Value inner = value(0, level + 1);
            tokens.expect(")", "close the parenthesis before going on");
            return inner;
        }
        if (token.is("-")) {
            return join(new Number(0, token.column()), token, operand(level + 1));
        }
        if (token.is("len") || token.is("length")) {
            return new FrameLength(token.column());
        }
        if (token.isWord() && Numbers.looksLikeOne(token.text())) {
            return new Number(Numbers.parse(token), token.column());
        }
        if (token.isWord() && tokens.peek().is("[")) {
            return read(token, level + 1);
        }
        return new Number(
                Numbers.named(token.isWord() ? token.text() : "").orElseThrow(() -> notAValue(token)), token.column());
    }

    private static MatchSyntax notAValue(Token token) {
        String mend = token.isWord() && token.text().indexOf('-') > 0
                ? "write a number, or blanks around the minus"
                : "write a number, a name such as tcp-syn, or a value such as tcp[13]";
        return new MatchSyntax(token.column(), token.shown() + " is no number and no value of the packet", mend);
    }

    private Value read(Token header, int level) {
        String name = header.is("link") ? "ether" : header.text();
        if (!Accessors.canRead(name)) {
            throw new MatchSyntax(
                    header.column(),
                    header.shown() + " is no header that can be read",
                    "read ether, arp, ip, ip6, tcp, udp, icmp or icmp6");
        }
        tokens.expect("[", "write " + name + "[offset]");
        long offset =
                constant(level, "an offset", "write a number; offsets computed from the packet are not supported");
        if (offset > FARTHEST) {
            throw new MatchSyntax(
                    header.column(),
                    "the offset " + offset + " is too large",
                    "write an offset of at most " + FARTHEST);
        }
        int size = 1;
        if (tokens.take(":")) {
            size = size(level);
        }
        tokens.expect("]", "write " + name + "[offset] or " + name + "[offset:size]");
        return new Read(name, (int) offset, size, Accessors.full(size), 0, header.column());
    }

    private int size(int level) {
        int column = tokens.peek().column();
        long size = constant(level, "a size", "write 1, 2 or 4");
        if (size != 1 && size != 2 && size != 4) {
            throw new MatchSyntax(column, "values of " + size + " bytes cannot be read", "write a size of 1, 2 or 4");
        }
        return (int) size;
    }

    private long constant(int level, String what, String mend) {
        Value value = value(0, level);
        if (value instanceof Number number) {
            return number.value();
        }
        throw new MatchSyntax(value.column(), "this is not " + what, mend);
    }

    private static Value join(Value left, Token sign, Value right) {
        if (left instanceof Number a && right instanceof Number b) {
            return new Number(compute(a.value(), sign, b.value()) & Numbers.MAX, a.column());
        }
        if (left instanceof Read read && right instanceof Number number) {
            if (sign.is("&")) {
                return masked(read, number.value());
            }
            if (sign.is(">>")) {
                return shifted(read, number.value(), sign);
            }
        }
        if (left instanceof Number number && right instanceof Read read && sign.is("&")) {
            return masked(read, number.value());
        }
        throw new MatchSyntax(
                sign.column(),
                "arithmetic on values of the packet is not supported",
                "only & and >> with a number may follow a value such as tcp[13]");
    }

    private static Read masked(Read read, long mask) {
        long kept = read.mask() & (mask << read.shift());
        return new Read(read.header(), read.offset(), read.size(), kept, read.shift(), read.column());
    }

    private static Read shifted(Read read, long by, Token sign) {
        int shift = shift(read.shift() + by, sign);
        return new Read(read.header(), read.offset(), read.size(), read.mask(), shift, read.column());
    }

    private static int shift(long by, Token sign) {
        if (by > 31) {
            throw new MatchSyntax(sign.column(), "a shift by more than 31 bits leaves nothing", "shift by at most 31");
        }
        return (int) by;
    }

    private static long compute(long a, Token sign, long b) {
        return switch (sign.text()) {
            case "|" -> a | b;
            case "&" -> a & b;
            case "<<" -> a << shift(b, sign);
            case ">>" -> a >>> shift(b, sign);
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            default -> {
                if (b == 0) {
                    throw new MatchSyntax(sign.column(), "a division by zero", "divide by another number");
                }
                yield a / b;
            }
        };
    }
}
