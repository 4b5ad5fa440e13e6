// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

/// Where one is in a chunked body (RFC 9112 section 7.1), octet by octet.
final class Chunks {
    private static final int MOST_DIGITS = 15;
    private static final int LONGEST_EXTENSION = 4_096;
    private static final int LONGEST_TRAILER = 32_768;

    private enum Place {
        SIZE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_LINE,
        TRAILER_LINE_END,
        LAST_LF,
        END,
        BROKEN
    }

    private Place place = Place.SIZE;
    private long left;
    private int octets;

    void begin() {
        place = Place.SIZE;
        left = 0;
        octets = 0;
    }

    /// Whether the next octet is content.
    boolean inData() {
        return place == Place.DATA;
    }

    /// Whether the last chunk was seen.
    boolean inTrailer() {
        return switch (place) {
            case TRAILER, TRAILER_LINE, TRAILER_LINE_END, LAST_LF, END -> true;
            default -> false;
        };
    }

    boolean isEnd() {
        return place == Place.END;
    }

    boolean isBroken() {
        return place == Place.BROKEN;
    }

    /// Octets of content that are left of this chunk.
    long left() {
        return left;
    }

    /// Goes back into content.
    void rewind(long leftThere) {
        place = Place.DATA;
        left = leftThere;
    }

    /// Goes past content.
    void skip(int octetsOfData) {
        left -= octetsOfData;
        if (left == 0) {
            place = Place.DATA_CR;
        }
    }

    /// Goes past an octet that is not content.
    void step(int octet) {
        octets++;
        place = switch (place) {
            case SIZE -> size(octet);
            case EXTENSION -> text(octet, Place.EXTENSION, Place.SIZE_END, LONGEST_EXTENSION);
            case SIZE_END -> octet == '\n' ? sized() : Place.BROKEN;
            case DATA_CR -> octet == '\r' ? Place.DATA_LF : Place.BROKEN;
            case DATA_LF -> octet == '\n' ? next() : Place.BROKEN;
            case TRAILER ->
                octet == '\r' ? Place.LAST_LF : text(octet, Place.TRAILER_LINE, Place.BROKEN, LONGEST_TRAILER);
            case TRAILER_LINE -> text(octet, Place.TRAILER_LINE, Place.TRAILER_LINE_END, LONGEST_TRAILER);
            case TRAILER_LINE_END -> octet == '\n' ? Place.TRAILER : Place.BROKEN;
            case LAST_LF -> octet == '\n' ? Place.END : Place.BROKEN;
            case DATA, END, BROKEN -> Place.BROKEN;
        };
    }

    private Place size(int octet) {
        int digit = Character.digit(octet, 16);
        if (digit >= 0 && octet < 128 && octets <= MOST_DIGITS) {
            left = left << 4 | digit;
            return Place.SIZE;
        }
        if (octets == 1) {
            return Place.BROKEN;
        }
        return switch (octet) {
            case '\r' -> Place.SIZE_END;
            case ';', ' ', '\t' -> Place.EXTENSION;
            default -> Place.BROKEN;
        };
    }

    private Place text(int octet, Place same, Place end, int most) {
        if (octet == 0 || octet == '\n' || octets > most) {
            return Place.BROKEN;
        }
        return octet == '\r' ? end : same;
    }

    private Place sized() {
        octets = 0;
        return left == 0 ? Place.TRAILER : Place.DATA;
    }

    private Place next() {
        octets = 0;
        left = 0;
        return Place.SIZE;
    }
}
