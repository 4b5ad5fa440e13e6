// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// A network address as a number: right-aligned in `high` and `low`, `bits` wide.
///
/// @param bits its width, 32 or 128; an address replaces only one of its own width
/// @param high the upper 64 bits of one that is wider than 64 bits, else 0
/// @param low the lower 64 bits
public record Address(int bits, long high, long low) {
    /// Reads a literal such as `192.0.2.7` or `fd20::7`; names are never resolved.
    ///
    /// @throws IllegalArgumentException with one line that says what is wrong
    public static Address parse(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*")) {
            throw new IllegalArgumentException("`" + text + "` is not an address");
        }
        byte[] octets;
        try {
            octets = InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("`" + text + "` is not an address", e);
        }
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return octets.length == 4
                ? new Address(32, 0, Integer.toUnsignedLong(buffer.getInt()))
                : new Address(128, buffer.getLong(), buffer.getLong());
    }

    /// The octet at an index, the most significant being 0.
    public byte octet(int index) {
        int shift = bits - 8 - 8 * index;
        return (byte) (shift >= 64 ? high >>> shift - 64 : low >>> shift);
    }

    @Override
    public String toString() {
        byte[] octets = new byte[bits / 8];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = octet(i);
        }
        try {
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(bits + " bits are no address", e);
        }
    }
}
