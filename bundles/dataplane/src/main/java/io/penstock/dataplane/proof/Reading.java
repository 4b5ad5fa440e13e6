// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Headers;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The headers of a frame as the layers declare them, read bit by bit and in no hurry; shares nothing with the
/// parser but the declarations.
final class Reading {
    /// A header and the octet at which it starts.
    record Found(Header header, int start) {}

    /// What some header says of what follows it.
    record Says(String space, long number) {}

    private static final long ETHERNET = 1;

    private final byte[] octets;
    private final List<Found> found = new ArrayList<>();
    private final List<Says> said = new ArrayList<>();

    Reading(byte[] octets, Headers headers) {
        this.octets = octets;
        Frame plain = new Frame();
        plain.wrap(MemorySegment.ofArray(octets), 0, octets.length, octets.length);
        Optional<Header> next = following(headers, Headers.LINK_TYPE, ETHERNET);
        int at = 0;
        while (next.isPresent()
                && found.size() < Frame.MAX_HEADERS
                && at + next.get().octets() <= octets.length) {
            Header header = next.get();
            found.add(new Found(header, at));
            next = Optional.empty();
            if (header.next().isPresent()) {
                long number = bits(
                        8 * at + header.next().get().bit(), header.next().get().width());
                said.add(new Says(header.space(), number));
                int start = at;
                boolean hidden = header.opaque()
                        .filter(test -> test.holds(plain, start, octets.length))
                        .isPresent();
                next = hidden ? Optional.empty() : following(headers, header.space(), number);
            }
            at += length(header, at);
        }
    }

    private static Optional<Header> following(Headers headers, String space, long number) {
        return headers.all().stream()
                .filter(header -> header.entries().contains(new Header.Entry(space, number)))
                .findFirst();
    }

    private int length(Header header, int at) {
        return header.length()
                .map(scaled -> (int) scaled.of(
                        bits(8 * at + scaled.field().bit(), scaled.field().width())))
                .orElse(header.octets());
    }

    /// The outermost header of a name.
    Optional<Found> outermost(String header) {
        return found.stream().filter(one -> one.header().name().equals(header)).findFirst();
    }

    List<Found> found() {
        return found;
    }

    List<Says> said() {
        return said;
    }

    int length() {
        return octets.length;
    }

    boolean bit(int at) {
        return (octets[at / 8] >> 7 - at % 8 & 1) == 1;
    }

    long bits(int at, int width) {
        long value = 0;
        for (int i = at; i < at + width; i++) {
            value = value << 1 | (bit(i) ? 1 : 0);
        }
        return value;
    }

    /// The packet that goes the other way: both fields of each pair change places.
    byte[] turned() {
        byte[] turned = octets.clone();
        for (Found one : found) {
            for (Header.Pair pair : one.header().pairs()) {
                move(pair.from(), pair.to(), one.start(), turned);
                move(pair.to(), pair.from(), one.start(), turned);
            }
        }
        return turned;
    }

    private void move(Field from, Field to, int start, byte[] target) {
        for (int i = 0; i < from.width(); i++) {
            int at = 8 * start + to.bit() + i;
            int mask = 1 << 7 - at % 8;
            boolean one = bit(8 * start + from.bit() + i);
            target[at / 8] = (byte) (one ? target[at / 8] | mask : target[at / 8] & ~mask);
        }
    }
}
