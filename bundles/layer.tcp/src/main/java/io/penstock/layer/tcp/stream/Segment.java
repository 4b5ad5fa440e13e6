// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import java.lang.foreign.MemorySegment;

/// The numbers of one TCP segment (RFC 9293 section 3.1) and where its payload lies. A flyweight.
public final class Segment {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;

    /// Most blocks of a selective acknowledgement (RFC 2018 section 3).
    static final int BLOCKS = 4;

    boolean toServer;
    int seq;
    int ack;
    int flags;
    /// As in the header, not scaled.
    int window;
    boolean stamped;
    int stamp;
    int echo;
    int blocks;
    final int[] blockFrom = new int[BLOCKS];
    final int[] blockTo = new int[BLOCKS];
    /// Of a SYN: the largest segment, 0 where none is named; the scale, -1 where none.
    int mss;
    int scale;
    boolean selective;
    MemorySegment data = MemorySegment.NULL;
    long at;
    int length;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// The number behind its payload.
    int end() {
        return seq + length;
    }

    Segment clear(boolean server) {
        toServer = server;
        seq = 0;
        ack = 0;
        flags = ACK;
        window = 0;
        stamped = false;
        blocks = 0;
        mss = 0;
        scale = -1;
        selective = false;
        at = 0;
        length = 0;
        return this;
    }

    @Override
    public String toString() {
        return (toServer ? "> " : "< ") + Integer.toUnsignedString(seq) + "+" + length + " ack "
                + Integer.toUnsignedString(ack) + " flags " + flags + " window " + window;
    }
}
