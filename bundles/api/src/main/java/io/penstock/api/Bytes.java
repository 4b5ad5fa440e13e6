// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import io.penstock.api.port.Octets;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Some bytes that never change, made once when a function is configured.
public final class Bytes {
    /// No bytes.
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /// A copy of these bytes.
    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /// The text's octets in UTF-8.
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return content.length;
    }

    /// The octet at an index, 0 to 255.
    public int u8(int index) {
        return content[index] & 0xff;
    }

    /// Writes them into a segment.
    public void copyTo(MemorySegment to, long at) {
        Octets.copy(content, to, at);
    }

    @Override
    public String toString() {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
