// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;

/// One packet on its way through a chain, seen through the headers that the layers declared.
///
/// A flyweight: it is valid during the call that hands it over and must not be kept. Offsets count bytes from
/// the start of the frame. Every access is checked against the captured length and throws
/// [IndexOutOfBoundsException] beyond it; the platform treats that as a failure of the function, never of the
/// worker.
public interface Packet {
    /// Bytes that are there.
    int length();

    /// Bytes that were on the wire; more than [#length()] where a capture cut the frame.
    int wireLength();

    /// The side at which the packet entered the chain.
    Side from();

    /// The time of this burst, nanoseconds, monotonic; with captures as input, the frame's own stamp.
    long nanos();

    /// The octet at an offset, 0 to 255.
    int u8(int at);

    /// Two octets, most significant first.
    int u16(int at);

    /// Four octets, most significant first, unsigned.
    long u32(int at);

    /// Eight octets, most significant first.
    long u64(int at);

    /// Whether the packet carries this header and it was readable.
    boolean has(Header header);

    /// Where the (outermost) header of this kind begins, -1 where there is none.
    int at(Header header);

    /// Where the payload of this header ends: padding below it is left out. -1 where there is no such header.
    int end(Header header);

    /// Where the bytes begin that no layer reads: the payload of the innermost header.
    int body();

    /// Where these bytes end on the wire; beyond [#length()] where a capture cut the frame.
    int bodyEnd();

    /// The value of a field of at most 64 bits, unsigned.
    ///
    /// @throws IllegalStateException when the packet does not carry the field's header
    long get(Field field);

    /// Sets a field of at most 64 bits. Every checksum that covers it is updated incrementally (RFC 1624), so
    /// that one that was wrong stays wrong; an absent UDP checksum stays absent.
    ///
    /// @throws IllegalStateException when the packet does not carry the field's header
    void set(Field field, long value);

    /// Damages one octet as a bad link would: no checksum is mended.
    ///
    /// @param xor bits to turn round
    void damage(int at, int xor);

    /// Cuts the frame to so many bytes, as a bad link would: no length is mended. No effect where it is shorter
    /// already.
    void cut(int length);

    /// Asks that this packet go on to the next node only after so much time; the platform keeps a copy within its
    /// limits.
    void delay(long nanos);

    /// Asks that a copy of this packet follow it to the next node.
    void duplicate();
}
