// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import static io.penstock.api.port.Burst.EVERYWHERE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// What generated scratchpads extend: a flyweight over the fields of one node in one record.
///
/// Public only because generated classes live in a loader of their own.
// EVERYWHERE is told apart as a constant, through which the compiler sees.
@SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
public abstract class Scratchpad {
    private MemorySegment memory = MemorySegment.NULL;
    private long base;
    private int[] offsets = {};
    private Handles handles = new Handles();

    /// Looks at the fields of a record.
    ///
    /// @param at where the record's scratch part begins
    /// @param fieldOffsets where each field stands in it, in the order of the function's fields
    public final void look(MemorySegment region, long at, int[] fieldOffsets, Handles pool) {
        memory = region;
        base = at;
        offsets = fieldOffsets;
        handles = pool;
    }

    protected final byte i8(int field) {
        long at = base + offsets[field];
        return memory == EVERYWHERE ? EVERYWHERE.get(ValueLayout.JAVA_BYTE, at) : memory.get(ValueLayout.JAVA_BYTE, at);
    }

    protected final void i8(int field, byte value) {
        long at = base + offsets[field];
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(ValueLayout.JAVA_BYTE, at, value);
        } else {
            memory.set(ValueLayout.JAVA_BYTE, at, value);
        }
    }

    protected final byte octet(int field, int index, int size) {
        long at = base + offsets[field] + Objects.checkIndex(index, size);
        return memory == EVERYWHERE ? EVERYWHERE.get(ValueLayout.JAVA_BYTE, at) : memory.get(ValueLayout.JAVA_BYTE, at);
    }

    protected final void octet(int field, int index, int size, byte value) {
        long at = base + offsets[field] + Objects.checkIndex(index, size);
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(ValueLayout.JAVA_BYTE, at, value);
        } else {
            memory.set(ValueLayout.JAVA_BYTE, at, value);
        }
    }

    protected final short i16(int field) {
        long at = base + offsets[field];
        return memory == EVERYWHERE
                ? EVERYWHERE.get(ValueLayout.JAVA_SHORT_UNALIGNED, at)
                : memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
    }

    protected final void i16(int field, short value) {
        long at = base + offsets[field];
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, value);
        } else {
            memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, value);
        }
    }

    protected final int i32(int field) {
        long at = base + offsets[field];
        return memory == EVERYWHERE
                ? EVERYWHERE.get(ValueLayout.JAVA_INT_UNALIGNED, at)
                : memory.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    }

    protected final void i32(int field, int value) {
        long at = base + offsets[field];
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(ValueLayout.JAVA_INT_UNALIGNED, at, value);
        } else {
            memory.set(ValueLayout.JAVA_INT_UNALIGNED, at, value);
        }
    }

    protected final long i64(int field) {
        long at = base + offsets[field];
        return memory == EVERYWHERE
                ? EVERYWHERE.get(ValueLayout.JAVA_LONG_UNALIGNED, at)
                : memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }

    protected final void i64(int field, long value) {
        long at = base + offsets[field];
        if (memory == EVERYWHERE) {
            EVERYWHERE.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
        } else {
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
        }
    }

    protected final Object held(int field, Object nothing) {
        int number = i32(field);
        Object found = number == 0 ? null : handles.get(number);
        return found == null ? nothing : found;
    }

    protected final void hold(int field, Object value) {
        int number = i32(field);
        if (number == 0) {
            i32(field, handles.add(value));
        } else {
            handles.replace(number, value);
        }
    }
}
