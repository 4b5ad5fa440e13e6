// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.text;

import io.penstock.editor.model.geometry.Path;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A TrueType file: which glyph stands for a character, its width and its outline (OpenType 1.9: cmap, hmtx, glyf).
/// Safe for use by several threads.
///
/// Read by hand and not by AWT, because AWT's metrics depend on the machine's font set-up and fail without one.
final class FontFile {
    private final ByteBuffer data;
    private final Map<String, Integer> tables = new HashMap<>();
    private final Map<Integer, Path> outlines = new ConcurrentHashMap<>();
    private final Kerning kerning;
    private final int characters;
    private final int unitsPerEm;
    private final int wideMetrics;
    private final boolean longOffsets;

    FontFile(byte[] bytes) {
        data = ByteBuffer.wrap(bytes);
        for (int i = 0; i < u16(4); i++) {
            int entry = 12 + 16 * i;
            tables.put(new String(bytes, entry, 4, StandardCharsets.ISO_8859_1), data.getInt(entry + 8));
        }
        unitsPerEm = u16(table("head") + 18);
        longOffsets = u16(table("head") + 50) == 1;
        wideMetrics = u16(table("hhea") + 34);
        characters = characterMap(table("cmap"));
        kerning = new Kerning(data, tables.getOrDefault("GPOS", -1));
    }

    int unitsPerEm() {
        return unitsPerEm;
    }

    /// The glyph of a character; 0, the box, where the font has none.
    int glyph(int codePoint) {
        if (codePoint > 0xffff) {
            return 0;
        }
        int segments = u16(characters + 6) / 2;
        int ends = characters + 14;
        int starts = ends + 2 * segments + 2;
        for (int i = 0; i < segments; i++) {
            if (codePoint <= u16(ends + 2 * i)) {
                return codePoint < u16(starts + 2 * i) ? 0 : glyphIn(starts + 2 * i, 2 * segments, codePoint);
            }
        }
        return 0;
    }

    /// How far the pen moves after a glyph, in font units.
    int advance(int glyph) {
        return u16(table("hmtx") + 4 * Math.min(glyph, wideMetrics - 1));
    }

    int kerning(int first, int second) {
        return kerning.between(first, second);
    }

    /// A glyph's outline in font units, with y downwards from the baseline.
    Path outline(int glyph) {
        return outlines.computeIfAbsent(glyph, this::read);
    }

    private Path read(int glyph) {
        Path.Pen pen = Path.pen();
        new GlyphReader(data, this::glyphData).read(glyph, pen);
        return pen.path();
    }

    /// Where a glyph's description starts; -1 for a glyph without ink.
    private int glyphData(int glyph) {
        int loca = table("loca");
        int from = longOffsets ? data.getInt(loca + 4 * glyph) : 2 * u16(loca + 2 * glyph);
        int to = longOffsets ? data.getInt(loca + 4 * glyph + 4) : 2 * u16(loca + 2 * glyph + 2);
        return from == to ? -1 : table("glyf") + from;
    }

    private int glyphIn(int start, int width, int codePoint) {
        int delta = u16(start + width);
        int rangeAt = start + 2 * width;
        int range = u16(rangeAt);
        if (range == 0) {
            return (codePoint + delta) & 0xffff;
        }
        int glyph = u16(rangeAt + range + 2 * (codePoint - u16(start)));
        return glyph == 0 ? 0 : (glyph + delta) & 0xffff;
    }

    private int characterMap(int cmap) {
        for (int i = 0; i < u16(cmap + 2); i++) {
            int map = cmap + data.getInt(cmap + 8 + 8 * i);
            if (u16(map) == 4) {
                return map;
            }
        }
        throw new IllegalArgumentException("the font has no Unicode character map of format 4");
    }

    private int table(String name) {
        Integer offset = tables.get(name);
        if (offset == null) {
            throw new IllegalArgumentException("the font has no table " + name);
        }
        return offset;
    }

    private int u16(int at) {
        return Short.toUnsignedInt(data.getShort(at));
    }
}
