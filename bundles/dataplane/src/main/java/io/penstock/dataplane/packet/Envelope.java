// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Header;
import io.penstock.api.port.Octets;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What lay around a layer's octets in the packet that came last in one direction of a session, kept so that packets
/// which the layer makes go the same way.
public final class Envelope {
    private byte[] octets = new byte[64];
    private MemorySegment memory = MemorySegment.ofArray(octets);
    private int length;
    private Header.Scaled[] extents = new Header.Scaled[2];
    private int[] starts = new int[2];
    private int count;

    /// The shape of the packet that came last, where it has one.
    private @Nullable Layout learned;

    private final Frame lengths = new Frame();

    /// Keeps what lies below the header at `index` of a parsed frame.
    public void learn(Frame frame, int index) {
        length = frame.start(index);
        if (length > octets.length) {
            octets = new byte[length];
            memory = MemorySegment.ofArray(octets);
        }
        Octets.copy(frame.memory(), frame.place(0), octets, 0, length);
        if (frame.shaped() && frame.layout().equals(learned)) {
            return;
        }
        learned = frame.shaped() ? frame.layout() : null;
        count = 0;
        for (int i = 0; i < index; i++) {
            var extent = frame.header(i).extent();
            if (extent.isPresent()) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                    extents = Arrays.copyOf(extents, count * 2);
                }
                starts[count] = frame.start(i);
                extents[count++] = extent.get();
            }
        }
    }

    /// Keeps the same, turned round: what answers this packet is sent so.
    public void learnTurned(Frame frame, int index) {
        learn(frame, index);
        for (int i = 0; i < index; i++) {
            for (Header.Pair pair : frame.header(i).pairs()) {
                int from = frame.start(i) + pair.from().octet();
                int to = frame.start(i) + pair.to().octet();
                for (int octet = 0; octet < pair.from().octets(); octet++) {
                    byte sender = octets[from + octet];
                    octets[from + octet] = octets[to + octet];
                    octets[to + octet] = sender;
                }
            }
        }
    }

    /// Whether no packet came yet.
    public boolean isEmpty() {
        return length == 0;
    }

    /// Writes a frame around a layer's octets, lengths included; its checksums are not right yet.
    ///
    /// @return how long it is, or -1 where it is too long for the target or for a length's field
    public int write(
            MemorySegment target, MemorySegment header, int octetsOfHeader, MemorySegment payload, long at, int size) {
        long whole = (long) length + octetsOfHeader + size;
        if (whole > target.byteSize()) {
            return -1;
        }
        MemorySegment.copy(memory, 0, target, 0, length);
        MemorySegment.copy(header, 0, target, length, octetsOfHeader);
        MemorySegment.copy(payload, at, target, length + octetsOfHeader, size);
        lengths.wrap(target, 0, (int) whole, (int) whole);
        for (int i = 0; i < count; i++) {
            long value = (whole - starts[i] - extents[i].plus()) / extents[i].times();
            if (value > extents[i].field().mask()) {
                return -1;
            }
            lengths.store(extents[i].field(), starts[i], value);
        }
        return (int) whole;
    }
}
