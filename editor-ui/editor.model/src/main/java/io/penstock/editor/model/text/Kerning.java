// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.text;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The pairs of glyphs that a font moves together: GPOS look-ups of type 2 (OpenType 1.9, "GPOS").
///
/// Only the first glyph's advance is read: that is what Latin, Greek and Cyrillic kerning uses.
final class Kerning {
    private static final int PAIR = 2;
    private static final int ADVANCE_ONLY = 4;

    private final ByteBuffer data;
    private final List<Integer> subtables = new ArrayList<>();

    /// Reads the table at `offset`; a negative one means that the font has none.
    Kerning(ByteBuffer data, int offset) {
        this.data = data;
        if (offset >= 0) {
            findSubtables(offset + u16(offset + 8));
        }
    }

    /// How much nearer (negative) or farther the second glyph stands, in font units.
    int between(int first, int second) {
        for (int subtable : subtables) {
            int covered = coverage(subtable + u16(subtable + 2), first);
            if (covered >= 0) {
                int value = u16(subtable) == 1
                        ? pairOf(subtable + u16(subtable + 10 + 2 * covered), second)
                        : classOf(subtable, first, second);
                if (value != 0) {
                    return value;
                }
            }
        }
        return 0;
    }

    private void findSubtables(int lookups) {
        for (int i = 0; i < u16(lookups); i++) {
            int lookup = lookups + u16(lookups + 2 + 2 * i);
            for (int k = 0; u16(lookup) == PAIR && k < u16(lookup + 4); k++) {
                int subtable = lookup + u16(lookup + 6 + 2 * k);
                if (u16(subtable + 4) == ADVANCE_ONLY && u16(subtable + 6) == 0) {
                    subtables.add(subtable);
                }
            }
        }
    }

    private int pairOf(int set, int second) {
        int low = 0;
        int high = u16(set) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = set + 2 + 4 * middle;
            int glyph = u16(at);
            if (glyph == second) {
                return data.getShort(at + 2);
            }
            if (glyph < second) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return 0;
    }

    private int classOf(int subtable, int first, int second) {
        int row = glyphClass(subtable + u16(subtable + 8), first);
        int column = glyphClass(subtable + u16(subtable + 10), second);
        int columns = u16(subtable + 14);
        return data.getShort(subtable + 16 + 2 * (row * columns + column));
    }

    private int coverage(int table, int glyph) {
        int count = u16(table + 2);
        if (u16(table) == 1) {
            for (int i = 0; i < count; i++) {
                if (u16(table + 4 + 2 * i) == glyph) {
                    return i;
                }
            }
            return -1;
        }
        int range = rangeOf(table + 4, count, glyph);
        return range < 0 ? -1 : u16(range + 4) + glyph - u16(range);
    }

    private int glyphClass(int table, int glyph) {
        if (u16(table) == 1) {
            int index = glyph - u16(table + 2);
            return index >= 0 && index < u16(table + 4) ? u16(table + 6 + 2 * index) : 0;
        }
        int range = rangeOf(table + 4, u16(table + 2), glyph);
        return range < 0 ? 0 : u16(range + 4);
    }

    private int rangeOf(int ranges, int count, int glyph) {
        for (int i = 0; i < count; i++) {
            int at = ranges + 6 * i;
            if (glyph >= u16(at) && glyph <= u16(at + 2)) {
                return at;
            }
        }
        return -1;
    }

    private int u16(int at) {
        return Short.toUnsignedInt(data.getShort(at));
    }
}
