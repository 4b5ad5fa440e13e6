// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.SlowPacket.Bits;
import io.penstock.api.match.SlowPacket.Selected;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/// Evaluates a tree as its documentation says, and counts for each kind of node how often it held and did not.
final class SlowEvaluator {
    private final IdentityHashMap<Match, long[]> nodes = new IdentityHashMap<>();

    /// How often each kind of node held (second) and did not (first).
    Map<String, long[]> counts() {
        Map<String, long[]> counts = new TreeMap<>();
        nodes.forEach((node, count) -> {
            long[] sum = counts.computeIfAbsent(kind(node), kind -> new long[2]);
            sum[0] += count[0];
            sum[1] += count[1];
        });
        return counts;
    }

    boolean holds(Match match, SlowPacket packet) {
        boolean holds = switch (match) {
            case Match.Any any -> true;
            case Match.Not not -> !holds(not.inner(), packet);
            case Match.And and -> and.parts().stream().allMatch(part -> holds(part, packet));
            case Match.Or or -> or.parts().stream().anyMatch(part -> holds(part, packet));
            case Match.Has has -> !packet.found(has.header()).isEmpty();
            case Match.Selects s -> packet.selected().contains(new Selected(s.space(), s.number()));
            case Match.Compare c ->
                field(packet, c.header(), c.field(), value -> c.op().test(value & c.mask(), c.value()));
            case Match.Range r ->
                field(
                        packet,
                        r.header(),
                        r.field(),
                        value -> Match.Op.GE.test(value, r.from()) && Match.Op.LE.test(value, r.to()));
            case Match.Prefix p -> prefixed(packet, p);
            case Match.Octets o ->
                bits(
                        packet,
                        o.header(),
                        new Bits(8 * o.offset(), 8 * o.size()),
                        value -> o.op().test(value & o.mask(), o.value()));
            case Match.Length l -> l.op().test(packet.wire(), l.bytes());
            case Match.From from -> throw new AssertionError("no text gives " + from);
        };
        nodes.computeIfAbsent(match, node -> new long[2])[holds ? 1 : 0]++;
        return holds;
    }

    private static boolean field(SlowPacket packet, String header, String field, LongPredicate test) {
        return bits(packet, header, SlowPacket.field(header, field), test);
    }

    private static boolean bits(SlowPacket packet, String header, Bits bits, LongPredicate test) {
        return packet.found(header).stream()
                .map(found -> packet.bits(8 * found.start() + bits.offset(), bits.width()))
                .anyMatch(value -> value.isPresent() && test.test(value.getAsLong()));
    }

    /// Bit by bit; the few addresses that are longer than 64 bits are read in two halves.
    private static boolean prefixed(SlowPacket packet, Match.Prefix prefix) {
        int first = Math.min(prefix.bits(), 64);
        int offset = SlowPacket.field(prefix.header(), prefix.field()).offset();
        return bits(packet, prefix.header(), new Bits(offset, first), value -> value == top(prefix.high(), first))
                && bits(
                        packet,
                        prefix.header(),
                        new Bits(offset + 64, prefix.bits() - first),
                        value -> value == top(prefix.low(), prefix.bits() - first));
    }

    private static long top(long value, int bits) {
        return bits == 0 ? 0 : value >>> (64 - bits);
    }

    private static String kind(Match match) {
        return switch (match) {
            case Match.Has has -> "has " + has.header();
            case Match.Selects s -> "selects " + s.space();
            case Match.Compare c -> "compare " + c.header() + "." + c.field();
            case Match.Range r -> "range " + r.header() + "." + r.field();
            case Match.Prefix p -> "prefix " + p.header() + "." + p.field();
            case Match.Octets o -> "octets " + o.header();
            case Match.Length l -> "length " + l.op();
            default -> match.getClass().getSimpleName();
        };
    }
}
