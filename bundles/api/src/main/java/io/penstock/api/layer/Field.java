// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.layer;

/// A field of a header: where it stands and how it is written for people.
///
/// @param header the name of its header
/// @param name unique in the header
/// @param bit offset in bits from the header's start, most significant first
/// @param width in bits, 1 to 128; one that does not begin and end at an octet fits in 64 bits counted from its
///     first octet
/// @param format how it is written
public record Field(String header, String name, int bit, int width, Format format) {
    /// How a value is written for people.
    public enum Format {
        NUMBER,
        HEX,
        MAC,
        IPV4,
        IPV6
    }

    public Field {
        if (width < 1 || width > 128 || bit < 0) {
            throw new IllegalArgumentException(header + "." + name + ": " + width + " bits at bit " + bit);
        }
        if (width > 64 ? (bit | width) % 8 != 0 : bit % 8 + width > 64) {
            throw new IllegalArgumentException(
                    header + "." + name + " does not fit in 64 bits and is not made of octets");
        }
    }

    /// The octet in which it begins, from the header's start.
    public int octet() {
        return bit / 8;
    }

    /// How many octets it touches.
    public int octets() {
        return (bit % 8 + width + 7) / 8;
    }

    /// How far its value stands from the right end of these octets, in bits.
    public int shift() {
        return octets() * 8 - bit % 8 - width;
    }

    /// Ones where its value may have ones; for at most 64 bits.
    public long mask() {
        return width >= 64 ? -1L : (1L << width) - 1;
    }

    /// Whether it is made of whole octets.
    public boolean whole() {
        return (bit | width) % 8 == 0;
    }

    /// `header.field`.
    public String path() {
        return header + "." + name;
    }
}
