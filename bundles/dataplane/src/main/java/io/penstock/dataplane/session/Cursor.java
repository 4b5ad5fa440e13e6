// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// Which record compiled code is at, and how the fields of its nodes are read and written: each stands at a fixed
/// distance from where the record's scratch part begins.
///
/// Public only because generated classes live in loaders of their own.
public final class Cursor {
    private final Handles handles;

    /// Where the record's scratch part begins.
    public long base;

    /// The record.
    public int record;

    /// Whether the packet goes the way of the session's opener.
    public boolean forward;

    public Cursor(Handles handles) {
        this.handles = handles;
    }

    public static byte i8(MemorySegment memory, Cursor cursor, int offset) {
        return memory.get(ValueLayout.JAVA_BYTE, cursor.base + offset);
    }

    public static void i8(MemorySegment memory, Cursor cursor, int offset, byte value) {
        memory.set(ValueLayout.JAVA_BYTE, cursor.base + offset, value);
    }

    public static byte octet(MemorySegment memory, Cursor cursor, int offset, int index, int size) {
        return memory.get(ValueLayout.JAVA_BYTE, cursor.base + offset + Objects.checkIndex(index, size));
    }

    public static void octet(MemorySegment memory, Cursor cursor, int offset, int index, int size, byte value) {
        memory.set(ValueLayout.JAVA_BYTE, cursor.base + offset + Objects.checkIndex(index, size), value);
    }

    public static short i16(MemorySegment memory, Cursor cursor, int offset) {
        return memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, cursor.base + offset);
    }

    public static void i16(MemorySegment memory, Cursor cursor, int offset, short value) {
        memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, cursor.base + offset, value);
    }

    public static int i32(MemorySegment memory, Cursor cursor, int offset) {
        return memory.get(ValueLayout.JAVA_INT_UNALIGNED, cursor.base + offset);
    }

    public static void i32(MemorySegment memory, Cursor cursor, int offset, int value) {
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, cursor.base + offset, value);
    }

    public static long i64(MemorySegment memory, Cursor cursor, int offset) {
        return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, cursor.base + offset);
    }

    public static void i64(MemorySegment memory, Cursor cursor, int offset, long value) {
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, cursor.base + offset, value);
    }

    public static Object held(MemorySegment memory, Cursor cursor, int offset, Object nothing) {
        int number = i32(memory, cursor, offset);
        Object found = number == 0 ? null : cursor.handles.get(number);
        return found == null ? nothing : found;
    }

    public static void hold(MemorySegment memory, Cursor cursor, int offset, Object value) {
        int number = i32(memory, cursor, offset);
        if (number == 0) {
            i32(memory, cursor, offset, cursor.handles.add(value));
        } else {
            cursor.handles.replace(number, value);
        }
    }
}
