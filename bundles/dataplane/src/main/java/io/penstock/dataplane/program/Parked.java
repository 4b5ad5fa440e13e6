// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.CaptureInterface;
import io.penstock.dataplane.packet.Frame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Packets that wait inside, in memory of the worker: a bounded number, ordered by the time at which they
/// go on.
final class Parked implements AutoCloseable {
    static final int NONE = -1;

    private static final int SMALL = 2_048;
    private static final int SMALL_SLOTS = 8_192;
    private static final int LARGE = 262_144;
    private static final int LARGE_SLOTS = 32;
    private static final int SLOTS = SMALL_SLOTS + LARGE_SLOTS;

    private final Arena arena = Arena.ofShared();
    private @Nullable MemorySegment room;
    private final long[] due = new long[SLOTS];
    private final long[] order = new long[SLOTS];
    private final int[] heap = new int[SLOTS];
    private int heapSize;
    private final int[] freeSmall = new int[SMALL_SLOTS];
    private int smallCount = SMALL_SLOTS;
    private final int[] freeLarge = new int[LARGE_SLOTS];
    private int largeCount = LARGE_SLOTS;
    private long sequence;

    final int[] length = new int[SLOTS];
    final int[] wireLength = new int[SLOTS];
    final int[] gate = new int[SLOTS];
    final int[] record = new int[SLOTS];
    final long[] recordStamp = new long[SLOTS];
    final long[] until = new long[SLOTS];
    final int[] place = new int[SLOTS];
    final boolean[] forward = new boolean[SLOTS];
    final CaptureInterface[] origin = new CaptureInterface[SLOTS];

    Parked() {
        for (int i = 0; i < SMALL_SLOTS; i++) {
            freeSmall[i] = SMALL_SLOTS - 1 - i;
        }
        for (int i = 0; i < LARGE_SLOTS; i++) {
            freeLarge[i] = SLOTS - 1 - i;
        }
    }

    /// Takes its memory now instead of with the first packet that waits.
    void prepare() {
        memory();
    }

    /// The slot of one that waits, from 0 to [#size()], in no order.
    int slot(int index) {
        return heap[index];
    }

    /// Copies a frame.
    ///
    /// @return its slot, or [#NONE] where there is no room
    int park(Frame frame, long time) {
        int slot = take(frame.length());
        if (slot == NONE) {
            return NONE;
        }
        frame.copyTo(memory(), offset(slot));
        length[slot] = frame.length();
        wireLength[slot] = frame.wireLength();
        due[slot] = time;
        order[slot] = sequence++;
        push(slot);
        return slot;
    }

    private int take(int bytes) {
        if (bytes <= SMALL && smallCount > 0) {
            return freeSmall[--smallCount];
        }
        return bytes <= LARGE && largeCount > 0 ? freeLarge[--largeCount] : NONE;
    }

    /// When the first packet goes on, [Long#MAX_VALUE] where none waits.
    long nextDue() {
        return heapSize == 0 ? Long.MAX_VALUE : due[heap[0]];
    }

    /// Takes the packet that goes on first; its slot is free again after [#release].
    int poll() {
        int first = heap[0];
        int last = heap[--heapSize];
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= heapSize) {
                break;
            }
            if (child + 1 < heapSize && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], last)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return first;
    }

    private void push(int slot) {
        int at = heapSize++;
        while (at > 0 && before(slot, heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = slot;
    }

    private boolean before(int left, int right) {
        return due[left] != due[right] ? due[left] < due[right] : order[left] < order[right];
    }

    /// Has all that waits go on at this time at the latest, in the order in which it came.
    void hasten(long time) {
        int count = heapSize;
        heapSize = 0;
        for (int i = 0; i < count; i++) {
            int slot = heap[i];
            due[slot] = Math.min(due[slot], time);
            push(slot);
        }
    }

    void release(int slot) {
        if (slot < SMALL_SLOTS) {
            freeSmall[smallCount++] = slot;
        } else {
            freeLarge[largeCount++] = slot;
        }
    }

    long dueOf(int slot) {
        return due[slot];
    }

    MemorySegment memory() {
        MemorySegment memory = room;
        if (memory == null) {
            memory = arena.allocate((long) SMALL * SMALL_SLOTS + (long) LARGE * LARGE_SLOTS, 64);
            room = memory;
        }
        return memory;
    }

    long offset(int slot) {
        return slot < SMALL_SLOTS
                ? (long) slot * SMALL
                : (long) SMALL * SMALL_SLOTS + (long) (slot - SMALL_SLOTS) * LARGE;
    }

    int size() {
        return heapSize;
    }

    @Override
    public void close() {
        arena.close();
    }
}
