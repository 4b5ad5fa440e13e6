// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

/// A colour of the sRGB space.
///
/// @param rgb red, green and blue, eight bits each
/// @param alpha from 0, not seen, to 1, opaque
public record Colour(int rgb, double alpha) {
    /// An opaque colour, as `0x17202b`.
    public static Colour of(int rgb) {
        return new Colour(rgb, 1);
    }

    public int red() {
        return rgb >> 16 & 0xff;
    }

    public int green() {
        return rgb >> 8 & 0xff;
    }

    public int blue() {
        return rgb & 0xff;
    }

    /// As it is written in CSS, without the alpha.
    public String hex() {
        return String.format("#%06x", rgb);
    }

    /// How well one is told from the other, 1 to 21 (WCAG 2.2, "contrast ratio"); both are taken as opaque.
    public double contrast(Colour other) {
        double lighter = Math.max(luminance(), other.luminance());
        double darker = Math.min(luminance(), other.luminance());
        return (lighter + 0.05) / (darker + 0.05);
    }

    private double luminance() {
        return 0.2126 * linear(red()) + 0.7152 * linear(green()) + 0.0722 * linear(blue());
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
