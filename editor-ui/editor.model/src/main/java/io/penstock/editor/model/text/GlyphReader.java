// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.text;

import io.penstock.editor.model.geometry.Path;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;

/// Turns a glyph's description into an outline (OpenType 1.9, "glyf"); y is turned to point downwards.
final class GlyphReader {
    private static final int ON_CURVE = 0x01;
    private static final int X_SHORT = 0x02;
    private static final int Y_SHORT = 0x04;
    private static final int REPEAT = 0x08;
    private static final int X_SAME = 0x10;
    private static final int Y_SAME = 0x20;

    private static final int WORDS = 0x0001;
    private static final int ONE_SCALE = 0x0008;
    private static final int MORE = 0x0020;
    private static final int TWO_SCALES = 0x0040;
    private static final int MATRIX = 0x0080;

    private final ByteBuffer data;
    private final IntUnaryOperator locate;

    /// @param locate where a glyph's description starts in `data`; -1 for none
    GlyphReader(ByteBuffer data, IntUnaryOperator locate) {
        this.data = data;
        this.locate = locate;
    }

    void read(int glyph, Path.Pen pen) {
        read(glyph, 0, 0, pen);
    }

    private void read(int glyph, int dx, int dy, Path.Pen pen) {
        int at = locate.applyAsInt(glyph);
        if (at < 0) {
            return;
        }
        int contours = data.getShort(at);
        if (contours >= 0) {
            simple(at + 10, contours, dx, dy, pen);
        } else {
            composite(at + 10, dx, dy, pen);
        }
    }

    /// Parts are only moved, never scaled: the accents of the bundled fonts need no more.
    private void composite(int start, int dx, int dy, Path.Pen pen) {
        int at = start;
        int flags;
        do {
            flags = u16(at);
            int part = u16(at + 2);
            boolean words = (flags & WORDS) != 0;
            int x = words ? data.getShort(at + 4) : data.get(at + 4);
            int y = words ? data.getShort(at + 6) : data.get(at + 5);
            read(part, dx + x, dy + y, pen);
            at += (words ? 8 : 6) + transformBytes(flags);
        } while ((flags & MORE) != 0);
    }

    private static int transformBytes(int flags) {
        if ((flags & ONE_SCALE) != 0) {
            return 2;
        }
        if ((flags & TWO_SCALES) != 0) {
            return 4;
        }
        return (flags & MATRIX) != 0 ? 8 : 0;
    }

    private void simple(int start, int contours, int dx, int dy, Path.Pen pen) {
        int points = contours == 0 ? 0 : u16(start + 2 * (contours - 1)) + 1;
        int at = start + 2 * contours;
        at += 2 + u16(at);
        int[] flags = new int[points];
        for (int i = 0; i < points; i++) {
            flags[i] = u8(at++);
            if ((flags[i] & REPEAT) != 0) {
                for (int times = u8(at++); times > 0; times--) {
                    flags[i + 1] = flags[i];
                    i++;
                }
            }
        }
        int[] xs = new int[points];
        int[] ys = new int[points];
        at = coordinates(at, flags, xs, dx, X_SHORT, X_SAME);
        coordinates(at, flags, ys, dy, Y_SHORT, Y_SAME);
        for (int contour = 0, first = 0; contour < contours; contour++) {
            int last = u16(start + 2 * contour);
            contour(flags, xs, ys, first, last, pen);
            first = last + 1;
        }
    }

    private int coordinates(int start, int[] flags, int[] values, int origin, int shortBit, int sameBit) {
        int at = start;
        int value = origin;
        for (int i = 0; i < flags.length; i++) {
            boolean same = (flags[i] & sameBit) != 0;
            if ((flags[i] & shortBit) != 0) {
                value += same ? u8(at) : -u8(at);
                at++;
            } else if (!same) {
                value += data.getShort(at);
                at += 2;
            }
            values[i] = value;
        }
        return at;
    }

    /// Between two control points in a row the curve passes through their middle.
    private static void contour(int[] flags, int[] xs, int[] ys, int first, int last, Path.Pen pen) {
        int count = last - first + 1;
        if (count < 2) {
            return;
        }
        boolean onFirst = (flags[first] & ON_CURVE) != 0;
        int before = onFirst ? first : last;
        boolean onPoint = (flags[before] & ON_CURVE) != 0;
        double startX = onPoint ? xs[before] : (xs[first] + xs[last]) / 2.0;
        double startY = onPoint ? ys[before] : (ys[first] + ys[last]) / 2.0;
        pen.move(startX, -startY);
        for (int i = onFirst ? 1 : 0; i < count; i++) {
            int here = first + i;
            int next = first + (i + 1) % count;
            if ((flags[here] & ON_CURVE) != 0) {
                pen.line(xs[here], -ys[here]);
            } else if (i + 1 == count) {
                pen.quad(xs[here], -ys[here], startX, -startY);
            } else if ((flags[next] & ON_CURVE) != 0) {
                pen.quad(xs[here], -ys[here], xs[next], -ys[next]);
                i++;
            } else {
                pen.quad(xs[here], -ys[here], (xs[here] + xs[next]) / 2.0, -(ys[here] + ys[next]) / 2.0);
            }
        }
        pen.close();
    }

    private int u8(int at) {
        return Byte.toUnsignedInt(data.get(at));
    }

    private int u16(int at) {
        return Short.toUnsignedInt(data.getShort(at));
    }
}
