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
        read(glyph, Transform.NONE, pen);
    }

    /// How a part of a glyph is placed: `x' = a x + c y + e`, `y' = b x + d y + f`, with y upwards.
    private record Transform(double a, double b, double c, double d, double e, double f) {
        private static final Transform NONE = new Transform(1, 0, 0, 1, 0, 0);

        private double x(double x, double y) {
            return a * x + c * y + e;
        }

        private double y(double x, double y) {
            return b * x + d * y + f;
        }

        /// What is placed by `inner` first and by this then.
        private Transform after(Transform inner) {
            return new Transform(
                    a * inner.a + c * inner.b,
                    b * inner.a + d * inner.b,
                    a * inner.c + c * inner.d,
                    b * inner.c + d * inner.d,
                    x(inner.e, inner.f),
                    y(inner.e, inner.f));
        }
    }

    private void read(int glyph, Transform transform, Path.Pen pen) {
        int at = locate.applyAsInt(glyph);
        if (at < 0) {
            return;
        }
        int contours = data.getShort(at);
        if (contours >= 0) {
            simple(at + 10, contours, transform, pen);
        } else {
            composite(at + 10, transform, pen);
        }
    }

    private void composite(int start, Transform transform, Path.Pen pen) {
        int at = start;
        int flags;
        do {
            flags = u16(at);
            boolean words = (flags & WORDS) != 0;
            double x = words ? data.getShort(at + 4) : data.get(at + 4);
            double y = words ? data.getShort(at + 6) : data.get(at + 5);
            int scales = at + (words ? 8 : 6);
            read(u16(at + 2), transform.after(part(flags, scales, x, y)), pen);
            at = scales + transformBytes(flags);
        } while ((flags & MORE) != 0);
    }

    private Transform part(int flags, int at, double x, double y) {
        if ((flags & ONE_SCALE) != 0) {
            return new Transform(fraction(at), 0, 0, fraction(at), x, y);
        }
        if ((flags & TWO_SCALES) != 0) {
            return new Transform(fraction(at), 0, 0, fraction(at + 2), x, y);
        }
        if ((flags & MATRIX) != 0) {
            return new Transform(fraction(at), fraction(at + 2), fraction(at + 4), fraction(at + 6), x, y);
        }
        return new Transform(1, 0, 0, 1, x, y);
    }

    /// A number of two bits before the point and fourteen behind it.
    private double fraction(int at) {
        return data.getShort(at) / 16384.0;
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

    private void simple(int start, int contours, Transform transform, Path.Pen pen) {
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
        double[] xs = new double[points];
        double[] ys = new double[points];
        at = coordinates(at, flags, xs, X_SHORT, X_SAME);
        coordinates(at, flags, ys, Y_SHORT, Y_SAME);
        for (int i = 0; i < points; i++) {
            double x = transform.x(xs[i], ys[i]);
            ys[i] = -transform.y(xs[i], ys[i]);
            xs[i] = x;
        }
        for (int contour = 0, first = 0; contour < contours; contour++) {
            int last = u16(start + 2 * contour);
            contour(flags, xs, ys, first, last, pen);
            first = last + 1;
        }
    }

    private int coordinates(int start, int[] flags, double[] values, int shortBit, int sameBit) {
        int at = start;
        int value = 0;
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
    private static void contour(int[] flags, double[] xs, double[] ys, int first, int last, Path.Pen pen) {
        int count = last - first + 1;
        if (count < 2) {
            return;
        }
        boolean onFirst = (flags[first] & ON_CURVE) != 0;
        int before = onFirst ? first : last;
        boolean onPoint = (flags[before] & ON_CURVE) != 0;
        double startX = onPoint ? xs[before] : (xs[first] + xs[last]) / 2;
        double startY = onPoint ? ys[before] : (ys[first] + ys[last]) / 2;
        pen.move(startX, startY);
        for (int i = onFirst ? 1 : 0; i < count; i++) {
            int here = first + i;
            int next = first + (i + 1) % count;
            if ((flags[here] & ON_CURVE) != 0) {
                pen.line(xs[here], ys[here]);
            } else if (i + 1 == count) {
                pen.quad(xs[here], ys[here], startX, startY);
            } else if ((flags[next] & ON_CURVE) != 0) {
                pen.quad(xs[here], ys[here], xs[next], ys[next]);
                i++;
            } else {
                pen.quad(xs[here], ys[here], (xs[here] + xs[next]) / 2, (ys[here] + ys[next]) / 2);
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
