// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// What generated scratchpads extend: a flyweight over the fields of one node in one record.
///
/// Public only because generated classes live in a loader of their own.
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
        return memory.get(ValueLayout.JAVA_BYTE, base + offsets[field]);
    }

    protected final void i8(int field, byte value) {
        memory.set(ValueLayout.JAVA_BYTE, base + offsets[field], value);
    }

    protected final byte octet(int field, int index, int size) {
        return memory.get(ValueLayout.JAVA_BYTE, base + offsets[field] + Objects.checkIndex(index, size));
    }

    protected final void octet(int field, int index, int size, byte value) {
        memory.set(ValueLayout.JAVA_BYTE, base + offsets[field] + Objects.checkIndex(index, size), value);
    }

    protected final short i16(int field) {
        return memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, base + offsets[field]);
    }

    protected final void i16(int field, short value) {
        memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, base + offsets[field], value);
    }

    protected final int i32(int field) {
        return memory.get(ValueLayout.JAVA_INT_UNALIGNED, base + offsets[field]);
    }

    protected final void i32(int field, int value) {
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, base + offsets[field], value);
    }

    protected final long i64(int field) {
        return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, base + offsets[field]);
    }

    protected final void i64(int field, long value) {
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, base + offsets[field], value);
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
