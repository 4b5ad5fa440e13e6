// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Earlier;
import io.penstock.resolver.FieldSpec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// The fields that a node of the former program kept of a session, by name.
final class EarlierFields implements Earlier {
    private MemorySegment memory = MemorySegment.NULL;
    private long base;
    private List<FieldSpec> fields = List.of();
    private List<Integer> offsets = List.of();

    void look(MemorySegment region, long at, List<FieldSpec> specs, List<Integer> places) {
        memory = region;
        base = at;
        fields = specs;
        offsets = places;
    }

    private int find(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean has(String field) {
        return find(field) >= 0;
    }

    @Override
    public long number(String field) {
        int index = find(field);
        if (index < 0 || fields.get(index).kind() != FieldSpec.Kind.PRIMITIVE) {
            return 0;
        }
        Class<?> type = fields.get(index).type();
        if (type == float.class || type == double.class) {
            return (long) decimal(field);
        }
        long at = base + offsets.get(index);
        return switch (fields.get(index).bytes()) {
            case 1 -> memory.get(ValueLayout.JAVA_BYTE, at);
            case 2 ->
                type == char.class
                        ? memory.get(ValueLayout.JAVA_CHAR_UNALIGNED, at)
                        : memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
            case 4 -> memory.get(ValueLayout.JAVA_INT_UNALIGNED, at);
            default -> memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        };
    }

    @Override
    public double decimal(String field) {
        int index = find(field);
        if (index < 0 || fields.get(index).kind() != FieldSpec.Kind.PRIMITIVE) {
            return 0;
        }
        Class<?> type = fields.get(index).type();
        long at = base + offsets.get(index);
        if (type == float.class) {
            return memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
        }
        return type == double.class ? memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at) : number(field);
    }

    @Override
    public String constant(String field) {
        int index = find(field);
        if (index < 0 || fields.get(index).kind() != FieldSpec.Kind.ENUM) {
            return "";
        }
        Object[] constants = fields.get(index).type().getEnumConstants();
        return ((Enum<?>) constants[memory.get(ValueLayout.JAVA_BYTE, base + offsets.get(index))]).name();
    }

    @Override
    public byte octet(String field, int index) {
        int found = find(field);
        boolean there = found >= 0
                && fields.get(found).kind() == FieldSpec.Kind.OCTETS
                && index < fields.get(found).bytes();
        return there ? memory.get(ValueLayout.JAVA_BYTE, base + offsets.get(found) + index) : 0;
    }
}
