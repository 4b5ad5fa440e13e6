// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import io.penstock.api.Bytes;
import io.penstock.api.Side;
import io.penstock.api.port.Octets;

/// The bytes of one direction that a function is shown, and the changes that it asks for.
///
/// A flyweight: it is valid during the call that hands it over and must not be kept. Offsets count from the
/// window's first byte and always mean the bytes as they came: a change moves none of them. Access outside
/// the window throws [IndexOutOfBoundsException]; changes that overlap throw [IllegalArgumentException].
public final class Window {
    private final Offer offer;
    private final Scan scan = new Scan();

    Window(Offer offer) {
        this.offer = offer;
    }

    /// Bytes that are there.
    public int length() {
        return offer.length;
    }

    /// The octet at an offset, 0 to 255.
    public int u8(int at) {
        if (at < 0 || at >= offer.length) {
            throw new IndexOutOfBoundsException("byte " + at + " of a window of " + offer.length);
        }
        return Octets.u8(offer.memory, offer.start + at);
    }

    /// Where the bytes begin that no window has shown before; those below were held.
    public int fresh() {
        return offer.fresh;
    }

    /// Which byte of the stream the window begins with, counted from 0.
    public long offset() {
        return offer.offset;
    }

    /// Whether nothing follows these bytes: holding them is of no use.
    public boolean isLast() {
        return offer.last;
    }

    /// The side that sent them.
    public Side from() {
        return offer.from;
    }

    /// Puts other bytes in the place of some.
    public void replace(int at, int length, Bytes with) {
        if (at < 0 || length < 0 || at > offer.length - length) {
            throw new IndexOutOfBoundsException(
                    "bytes " + at + " to " + ((long) at + length) + " of a window of " + offer.length);
        }
        offer.edits.add(at, length, with);
    }

    /// Puts bytes before the byte at an offset.
    public void insert(int at, Bytes bytes) {
        replace(at, 0, bytes);
    }

    /// Takes bytes out.
    public void remove(int at, int length) {
        replace(at, length, Bytes.EMPTY);
    }

    /// Puts bytes behind the window's last one.
    public void append(Bytes bytes) {
        replace(offer.length, 0, bytes);
    }

    /// Counts something by its name, which the chain then shows.
    ///
    /// @param name kebab case; always the same few names, made once
    public void note(String name) {
        offer.notes.count(name);
    }

    /// Where the first word from a place on may begin; the window's length where none does.
    int find(Beginnings words, int from) {
        return words.find(offer.memory, offer.start, from, offer.length);
    }

    /// This window's one search, which starting again forgets.
    Scan scan() {
        return scan;
    }
}
