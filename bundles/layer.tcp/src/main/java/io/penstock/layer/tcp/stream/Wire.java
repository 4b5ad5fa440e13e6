// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Segments as octets (RFC 9293 section 3.1). What is read has been checked: its header and each of its options are
/// whole. Checksums are not its work.
final class Wire {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);

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

    private final MemorySegment header = MemorySegment.ofArray(new byte[LONGEST]);

    /// What [#write] wrote.
    MemorySegment header() {
        return header;
    }

    static int ports(MemorySegment memory, long at) {
        return memory.get(INT, at);
    }

    /// Whether a segment may begin or end a connection.
    static boolean beginsOrEnds(MemorySegment memory, long at) {
        return (memory.get(BYTE, at + 13) & (Segment.SYN | Segment.FIN | Segment.RST)) != 0;
    }

    /// Reads a segment of `length` octets, header included, into one that is clear.
    static void read(MemorySegment memory, long at, int length, Segment into) {
        int octets = octets(memory, at);
        into.seq = memory.get(INT, at + 4);
        into.ack = memory.get(INT, at + 8);
        into.flags = memory.get(BYTE, at + 13) & 0x1f;
        into.window = memory.get(SHORT, at + 14) & 0xffff;
        into.data = memory;
        into.at = at + octets;
        into.length = length - octets;
        for (int place = next(memory, at, HEADER, octets); place >= 0; place = after(memory, at, place, octets)) {
            option(memory, at + place, into);
        }
    }

    private static void option(MemorySegment memory, long at, Segment into) {
        int length = memory.get(BYTE, at + 1) & 0xff;
        switch (memory.get(BYTE, at) & 0xff) {
            case MSS -> into.mss = length == 4 ? memory.get(SHORT, at + 2) & 0xffff : 0;
            case SCALE -> into.scale = length == 3 ? memory.get(BYTE, at + 2) & 0xff : -1;
            case SELECTIVE -> into.selective = true;
            case STAMP -> {
                if (length == 10) {
                    into.stamped = true;
                    into.stamp = memory.get(INT, at + 2);
                    into.echo = memory.get(INT, at + 6);
                }
            }
            case BLOCKS -> {
                into.blocks = Math.min((length - 2) / 8, Segment.BLOCKS);
                for (int i = 0; i < into.blocks; i++) {
                    into.blockFrom[i] = memory.get(INT, at + 2 + 8L * i);
                    into.blockTo[i] = memory.get(INT, at + 6 + 8L * i);
                }
            }
            default -> {}
        }
    }

    /// Writes the numbers of a segment over those that it was read with. Its length stays: blocks that are gone leave
    /// octets that say nothing.
    static void rewrite(Segment from, MemorySegment memory, long at) {
        memory.set(INT, at + 4, from.seq);
        memory.set(INT, at + 8, from.ack);
        memory.set(SHORT, at + 14, (short) from.window);
        int octets = octets(memory, at);
        for (int place = next(memory, at, HEADER, octets); place >= 0; place = after(memory, at, place, octets)) {
            if (memory.get(BYTE, at + place) == BLOCKS) {
                int length = memory.get(BYTE, at + place + 1) & 0xff;
                int left = from.blocks == 0 ? 0 : 2 + 8 * from.blocks;
                blocks(from, memory, at + place);
                memory.asSlice(at + place + left, length - left).fill((byte) NOTHING);
                return;
            }
        }
    }

    private static void blocks(Segment from, MemorySegment memory, long at) {
        memory.set(BYTE, at + 1, (byte) (2 + 8 * from.blocks));
        for (int i = 0; i < from.blocks; i++) {
            memory.set(INT, at + 2 + 8L * i, from.blockFrom[i]);
            memory.set(INT, at + 6 + 8L * i, from.blockTo[i]);
        }
    }

    /// Writes the header of a segment of our own.
    ///
    /// @param ports of its sender and its receiver
    /// @return its octets
    int write(Segment own, int ports) {
        header.fill((byte) 0);
        header.set(INT, 0, ports);
        header.set(INT, 4, own.seq);
        header.set(INT, 8, own.ack);
        header.set(BYTE, 13, (byte) own.flags);
        header.set(SHORT, 14, (short) own.window);
        int end = HEADER;
        if (own.stamped) {
            header.set(INT, end, STAMP_HEAD);
            header.set(INT, end + 4, own.stamp);
            header.set(INT, end + 8, own.echo);
            end += 12;
        }
        // Options come out of what a segment may carry: with data there is no room for blocks.
        if (own.blocks > 0 && own.length == 0) {
            header.set(INT, end, BLOCKS_HEAD);
            blocks(own, header, end + 2);
            end += 4 + 8 * own.blocks;
        }
        header.set(BYTE, 12, (byte) (end / 4 << 4));
        return end;
    }

    private static int octets(MemorySegment memory, long at) {
        return (memory.get(BYTE, at + 12) >> 4 & 0xf) * 4;
    }

    /// The first option from a place on that has a length; -1 where none follows.
    private static int next(MemorySegment memory, long at, int from, int octets) {
        for (int place = from; place < octets; place++) {
            int kind = memory.get(BYTE, at + place);
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
        return next(memory, at, place + (memory.get(BYTE, at + place + 1) & 0xff), octets);
    }
}
