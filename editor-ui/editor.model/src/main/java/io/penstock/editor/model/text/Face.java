// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.text;

import io.penstock.editor.model.geometry.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The bundled fonts. What is measured here is what every back draws, because all draw these outlines.
///
/// Characters that the fonts lack show as a box; what cannot be shown (controls, marks that turn the direction of
/// text) shows as the replacement character, so that a text cannot pretend to be another one.
public enum Face {
    /// Roboto Regular: for descriptions.
    TEXT("Roboto-Regular.ttf"),
    /// Roboto Medium: for names.
    STRONG("Roboto-Medium.ttf"),
    /// JetBrains Mono: for what stands in the chain file word for word.
    CODE("JetBrainsMono-Regular.ttf");

    private static final String ELLIPSIS = "…";
    private static final int REPLACEMENT = 0xfffd;

    private final String file;

    Face(String file) {
        this.file = file;
    }

    /// A glyph and where it stands, in font units from the text's start.
    public record Placed(int glyph, int x) {}

    /// How many font units make the size of one.
    public int unitsPerEm() {
        return font().unitsPerEm();
    }

    /// The glyphs of a text, kerned.
    public List<Placed> glyphs(String text) {
        List<Placed> placed = new ArrayList<>(text.length());
        layOut(text, placed);
        return placed;
    }

    /// A glyph's outline in font units, y downwards from the baseline.
    public Path outline(int glyph) {
        return font().outline(glyph);
    }

    /// The width of a text in units of the drawing.
    public double width(String text, double size) {
        return layOut(text, new ArrayList<>()) * size / unitsPerEm();
    }

    /// The text, or as much of its beginning as fits into `width` with an ellipsis behind it.
    public String fit(String text, double size, double width) {
        if (width(text, size) <= width) {
            return text;
        }
        int fits = 0;
        int beyond = text.length();
        while (beyond - fits > 1) {
            int middle = (fits + beyond) >>> 1;
            if (width(cut(text, middle), size) <= width) {
                fits = middle;
            } else {
                beyond = middle;
            }
        }
        return cut(text, fits);
    }

    private static String cut(String text, int length) {
        boolean splitsPair = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, splitsPair ? length - 1 : length).stripTrailing() + ELLIPSIS;
    }

    private int layOut(String text, List<Placed> into) {
        int x = 0;
        int before = -1;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            int glyph = font().glyph(visible(codePoint));
            x += before < 0 ? 0 : font().kerning(before, glyph);
            into.add(new Placed(glyph, x));
            x += font().advance(glyph);
            before = glyph;
        }
        return x;
    }

    private static int visible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> REPLACEMENT;
            default -> codePoint;
        };
    }

    private FontFile font() {
        FontFile font = Files.FONTS.get(this);
        if (font == null) {
            throw new IllegalStateException("no font was read for " + this);
        }
        return font;
    }

    /// Read when the first text is measured.
    private static final class Files {
        private static final Map<Face, FontFile> FONTS = readAll();

        private static Map<Face, FontFile> readAll() {
            Map<Face, FontFile> fonts = new EnumMap<>(Face.class);
            for (Face face : values()) {
                fonts.put(face, read(face.file));
            }
            return fonts;
        }

        private static FontFile read(String file) {
            try (InputStream in = Face.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("the bundle lacks its font " + file + "; build it again");
                }
                return new FontFile(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
