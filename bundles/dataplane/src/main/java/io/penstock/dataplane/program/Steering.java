// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Address;
import io.penstock.api.Side;
import io.penstock.api.Slice;
import io.penstock.api.layer.Belonging;
import io.penstock.api.layer.Header;
import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.BurstKeys;
import io.penstock.dataplane.packet.FastParser;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.session.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/// Finds the worker that has a packet's session, and hands it the packet where that is another one.
///
/// That worker is told by the address at the client side: the source of what comes from there, the destination of what
/// goes there. What comes to an address that a function gives to many clients is told by its port.
final class Steering {
    /// Why a packet is dropped that another worker had no room for.
    static final String FULL = "worker-queue-full";

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int FOUR = 4;

    private final Program program;
    private final Share share;
    private final Keys keys;
    private final int worker;
    private final int workers;
    private final int[] octetsOf;
    private final int[] sharedOctets;
    private final long[] sharedHigh;
    private final long[] sharedLow;
    private final MemorySegment key = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
    private int octets;
    private long high;
    private long low;

    /// @param shared the addresses at the server side that functions give to many clients
    Steering(Program program, Share share, List<Address> shared) {
        this.program = program;
        this.share = share;
        keys = program.keys;
        worker = share.worker();
        workers = share.workers();
        octetsOf = keys.addressOctets();
        sharedOctets = shared.stream().mapToInt(address -> address.bits() / 8).toArray();
        sharedHigh = shared.stream().mapToLong(Address::high).toArray();
        sharedLow = shared.stream().mapToLong(Address::low).toArray();
    }

    Share share() {
        return share;
    }

    // ---- frames whose keys were found

    /// Hands over what belongs to other workers, and leaves in the burst what is this one's, or is not known yet.
    void sort(Burst burst, Gate gate, BurstKeys found) {
        boolean outside = gate.side == Side.SERVER;
        int count = burst.count;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int owner = found.shapes()[i] == FastParser.SLOW ? worker : owner(found, i, outside);
            if (owner != worker) {
                hand(owner, burst, i, gate, Ring.DECIDED);
            } else {
                if (kept != i) {
                    burst.keep(i, kept);
                    found.keep(i, kept);
                }
                kept++;
            }
        }
        burst.count = kept;
    }

    private int owner(BurstKeys found, int slot, boolean outside) {
        long second = found.second()[slot];
        if (Words.wide(second)) {
            return owner(found.keys(), found.at(slot), outside, outside);
        }
        long end = outside ? second : found.first()[slot];
        long address = end >>> 32;
        return Slice.worker(
                outside && isShared(FOUR, 0, address)
                        ? Slice.shardOfPort((int) (end >>> 16) & 0xffff)
                        : Slice.shardOfAddress(0, address),
                workers);
    }

    private void hand(int owner, Burst burst, int slot, Gate gate, int kind) {
        if (!share.hand(owner, burst, slot, gate, kind)) {
            program.journal.drop(gate, FULL);
        }
    }

    // ---- any frame

    /// Hands over a frame that belongs to another worker.
    ///
    /// @param fragment whether it is one
    /// @return whether this one has nothing more to do with it
    boolean takes(Frame frame, boolean fragment, Burst burst, int slot, Gate gate) {
        boolean outside = gate.side == Side.SERVER;
        if (fragment) {
            read(frame, outside);
            if (outside && isShared(octets, high, low)) {
                stray(frame, burst, slot, gate);
                return true;
            }
            return handsOver(Slice.worker(Slice.shardOfAddress(high, low), workers), burst, slot, gate);
        }
        int kind = keys.kindOf(frame);
        Belonging belonging = keys.belonging(frame, kind);
        if (belonging == Belonging.NONE) {
            return takesUnknown(burst, slot, gate);
        }
        if (belonging == Belonging.QUOTED && keys.fillQuoted(frame, kind, key)) {
            // What is quoted went the other way.
            return handsOver(owner(key, 0, !outside, outside), burst, slot, gate);
        }
        return keys.fill(frame, kind, key) && handsOver(owner(key, 0, outside, outside), burst, slot, gate);
    }

    /// Hands over a frame that belongs to no session.
    boolean takesUnknown(Burst burst, int slot, Gate gate) {
        if (worker == Share.FIRST && program.knowsNeighbours()) {
            share.tell(burst, slot, gate);
        }
        return handsOver(Share.FIRST, burst, slot, gate);
    }

    private boolean handsOver(int owner, Burst burst, int slot, Gate gate) {
        if (owner == worker) {
            return false;
        }
        hand(owner, burst, slot, gate, Ring.DECIDED);
        return true;
    }

    private void stray(Frame frame, Burst burst, int slot, Gate gate) {
        if (worker != Share.FIRST) {
            hand(Share.FIRST, burst, slot, gate, Ring.UNDECIDED);
            return;
        }
        int kind = keys.kindOf(frame);
        int owner = kind >= 0 && keys.fill(frame, kind, key) ? owner(key, 0, true, true) : Share.FIRST;
        share.strays().carry(program, frame, burst, slot, gate, owner);
    }

    /// @param second whether the client is the receiver
    /// @param outside whether the packet comes from the server side, where many clients may have one address
    private int owner(MemorySegment from, long at, boolean second, boolean outside) {
        long part = at + (second ? Keys.PART : 0);
        int width = octetsOf[from.get(ValueLayout.JAVA_BYTE, at + Keys.FAMILY)];
        long upper = width > Long.BYTES ? from.get(LONG, part) : 0;
        long lower = width > Long.BYTES ? from.get(LONG, part + Long.BYTES) : from.get(INT, part) & 0xffff_ffffL;
        return Slice.worker(
                outside && isShared(width, upper, lower)
                        ? Slice.shardOfPort(from.get(SHORT, part + width) & 0xffff)
                        : Slice.shardOfAddress(upper, lower),
                workers);
    }

    private boolean isShared(int width, long upper, long lower) {
        for (int i = 0; i < sharedLow.length; i++) {
            if (sharedLow[i] == lower && sharedHigh[i] == upper && sharedOctets[i] == width) {
                return true;
            }
        }
        return false;
    }

    /// Reads the address of the end that stands at the client side.
    private void read(Frame frame, boolean outside) {
        octets = 0;
        high = 0;
        low = 0;
        for (int i = 0; i < frame.depth(); i++) {
            List<Header.Pair> pairs = frame.header(i).pairs();
            for (int p = 0; p < pairs.size(); p++) {
                if (pairs.get(p).role() == Header.Role.ADDRESS) {
                    var field = outside ? pairs.get(p).to() : pairs.get(p).from();
                    int at = frame.start(i) + field.octet();
                    octets = field.octets();
                    high = octets > Long.BYTES ? frame.u64(at) : 0;
                    low = octets > Long.BYTES ? frame.u64(at + Long.BYTES) : frame.read(field, frame.start(i));
                    return;
                }
            }
        }
    }
}
