// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static io.penstock.api.port.Burst.EVERYWHERE;

import io.penstock.api.port.Octets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Segments as octets (RFC 9293 section 3.1). What is read has been checked: its header and each of its options are
/// whole. Checksums are not its work.
final class Wire {
    private static final int HEADER = 20;
    private static final int LONGEST = 60;

    // Kinds of options: RFC 9293 section 3.2, RFC 7323 sections 2.2 and 3.2, RFC 2018 sections 2 and 3.
    private static final int END = 0;
    private static final int NOTHING = 1;
    private static final int MSS = 2;
    private static final int SCALE = 3;
    private static final int SELECTIVE = 4;
    private static final int BLOCKS = 5;
    private static final int STAMP = 8;

    private static final int BLOCKS_HEAD = 0x0101_0500;
    private static final int STAMP_HEAD = 0x0101_080a;

    private final MemorySegment header = Arena.ofAuto().allocate(LONGEST);
    private final long start = header.address();

    /// What [#write] wrote.
    MemorySegment header() {
        return header;
    }

    static int ports(MemorySegment memory, long at) {
        return Octets.i32(memory, at);
    }

    /// Whether a segment may begin or end a connection.
    static boolean beginsOrEnds(MemorySegment memory, long at) {
        return (Octets.u8(memory, at + 13) & (Segment.SYN | Segment.FIN | Segment.RST)) != 0;
    }

    /// Reads a segment of `length` octets, header included, into one that is clear.
    // A reference is only written where it differs: writing one is dearer than comparing.
    @SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
    static void read(MemorySegment memory, long at, int length, Segment into) {
        int octets = octets(memory, at);
        into.seq = Octets.i32(memory, at + 4);
        into.ack = Octets.i32(memory, at + 8);
        into.flags = Octets.u8(memory, at + 13) & 0x1f;
        into.window = Octets.u16(memory, at + 14);
        if (into.data != memory) {
            into.data = memory;
        }
        into.at = at + octets;
        into.length = length - octets;
        for (int place = next(memory, at, HEADER, octets); place >= 0; place = after(memory, at, place, octets)) {
            option(memory, at + place, into);
        }
    }

    private static void option(MemorySegment memory, long at, Segment into) {
        int length = Octets.u8(memory, at + 1);
        switch (Octets.u8(memory, at)) {
            case MSS -> into.mss = length == 4 ? Octets.u16(memory, at + 2) : 0;
            case SCALE -> into.scale = length == 3 ? Octets.u8(memory, at + 2) : -1;
            case SELECTIVE -> into.selective = true;
            case STAMP -> {
                if (length == 10) {
                    into.stamped = true;
                    into.stamp = Octets.i32(memory, at + 2);
                    into.echo = Octets.i32(memory, at + 6);
                }
            }
            case BLOCKS -> {
                into.blocks = Math.min((length - 2) / 8, Segment.BLOCKS);
                for (int i = 0; i < into.blocks; i++) {
                    into.blockFrom[i] = Octets.i32(memory, at + 2 + 8L * i);
                    into.blockTo[i] = Octets.i32(memory, at + 6 + 8L * i);
                }
            }
            default -> {}
        }
    }

    /// Writes the numbers of a segment over those that it was read with. Its length stays: blocks that are gone leave
    /// octets that say nothing.
    static void rewrite(Segment from, MemorySegment memory, long at) {
        Octets.put32(memory, at + 4, from.seq);
        Octets.put32(memory, at + 8, from.ack);
        Octets.put16(memory, at + 14, from.window);
        int octets = octets(memory, at);
        for (int place = next(memory, at, HEADER, octets); place >= 0; place = after(memory, at, place, octets)) {
            if (Octets.u8(memory, at + place) == BLOCKS) {
                int length = Octets.u8(memory, at + place + 1);
                int left = from.blocks == 0 ? 0 : 2 + 8 * from.blocks;
                blocks(from, memory, at + place);
                for (int i = left; i < length; i++) {
                    Octets.put8(memory, at + place + i, NOTHING);
                }
                return;
            }
        }
    }

    private static void blocks(Segment from, MemorySegment memory, long at) {
        Octets.put8(memory, at + 1, 2 + 8 * from.blocks);
        for (int i = 0; i < from.blocks; i++) {
            Octets.put32(memory, at + 2 + 8L * i, from.blockFrom[i]);
            Octets.put32(memory, at + 6 + 8L * i, from.blockTo[i]);
        }
    }

    /// Writes the header of a segment of our own.
    ///
    /// @param ports of its sender and its receiver
    /// @return its octets
    int write(Segment own, int ports) {
        for (int i = 0; i < HEADER; i += Integer.BYTES) {
            put(i, 0);
        }
        put(0, ports);
        put(4, own.seq);
        put(8, own.ack);
        Octets.put8(EVERYWHERE, start + 13, own.flags);
        Octets.put16(EVERYWHERE, start + 14, own.window);
        int end = HEADER;
        if (own.stamped) {
            put(end, STAMP_HEAD);
            put(end + 4, own.stamp);
            put(end + 8, own.echo);
            end += 12;
        }
        // Options come out of what a segment may carry: with data there is no room for blocks.
        if (own.blocks > 0 && own.length == 0) {
            put(end, BLOCKS_HEAD);
            blocks(own, EVERYWHERE, start + end + 2);
            end += 4 + 8 * own.blocks;
        }
        Octets.put8(EVERYWHERE, start + 12, end / 4 << 4);
        return end;
    }

    private void put(int at, int value) {
        Octets.put32(EVERYWHERE, start + at, value);
    }

    private static int octets(MemorySegment memory, long at) {
        return (Octets.u8(memory, at + 12) >> 4 & 0xf) * 4;
    }

    /// The first option from a place on that has a length; -1 where none follows.
    private static int next(MemorySegment memory, long at, int from, int octets) {
        for (int place = from; place < octets; place++) {
            int kind = Octets.u8(memory, at + place);
            if (kind == END) {
                return -1;
            }
            if (kind != NOTHING) {
                return place;
            }
        }
        return -1;
    }

    private static int after(MemorySegment memory, long at, int place, int octets) {
        return next(memory, at, place + Octets.u8(memory, at + place + 1), octets);
    }
}
