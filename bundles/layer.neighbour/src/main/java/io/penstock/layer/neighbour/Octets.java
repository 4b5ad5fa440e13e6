// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.neighbour;

import io.penstock.api.Address;
import io.penstock.api.Packet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Writes a frame octet by octet, from its beginning.
final class Octets {
    static final long BROADCAST = 0xffff_ffff_ffffL;

    private static final int STATION = 6;
    private static final int TYPE = 2;

    private final MemorySegment target;
    private int at;

    /// Begins with the link header and the tags of another frame.
    ///
    /// @param body where in that frame its network header begins
    Octets(MemorySegment target, Packet like, int body, long from, long to, int type) {
        this.target = target;
        number(to, STATION);
        number(from, STATION);
        while (at < body - TYPE) {
            number(like.u8(at), 1);
        }
        number(type, TYPE);
    }

    int at() {
        return at;
    }

    Octets number(long value, int octets) {
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            target.set(ValueLayout.JAVA_BYTE, at++, (byte) (value >>> shift));
        }
        return this;
    }

    Octets address(Address address) {
        for (int i = 0; i < address.bits() / 8; i++) {
            target.set(ValueLayout.JAVA_BYTE, at++, address.octet(i));
        }
        return this;
    }

    /// The ones' complement sum of what was written from an even distance on.
    long sum(int from) {
        long sum = 0;
        for (int i = from; i < at; i++) {
            int octet = target.get(ValueLayout.JAVA_BYTE, i) & 0xff;
            sum += (i - from) % 2 == 0 ? octet << 8 : octet;
        }
        return sum;
    }

    void checksum(int place, long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        target.set(ValueLayout.JAVA_BYTE, place, (byte) (~folded >>> 8));
        target.set(ValueLayout.JAVA_BYTE, place + 1, (byte) ~folded);
    }
}
