// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import java.util.zip.CRC32;

/// What lies around the data of gzip members (RFC 1952 section 2.3), octet by octet.
final class GzipFrame {
    private static final int HEAD = 10;
    private static final int TAIL = 8;
    private static final int CHECKED = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int[] MAGIC = {0x1f, 0x8b, 8};

    private enum Place {
        HEAD,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECK,
        DATA,
        TAIL,
        BROKEN
    }

    private Place place = Place.HEAD;
    private final CRC32 sum = new CRC32();
    private long length;
    private int octets;
    private int flags;
    private int left;
    private long tail;
    private boolean ended;

    boolean inData() {
        return place == Place.DATA;
    }

    boolean isBroken() {
        return place == Place.BROKEN;
    }

    /// Whether a member has ended and none has begun since.
    boolean isEnd() {
        return ended && place == Place.HEAD && octets == 0;
    }

    /// Notes data.
    void add(byte[] bytes, int from, int count) {
        sum.update(bytes, from, count);
        length += count;
    }

    void endOfData() {
        place = Place.TAIL;
        octets = 0;
        tail = 0;
    }

    /// @return the place behind what was read, at the latest where data begins
    int read(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && place != Place.DATA && place != Place.BROKEN) {
            step(bytes[at++] & 0xff);
        }
        return at;
    }

    private void step(int octet) {
        octets++;
        switch (place) {
            case HEAD -> head(octet);
            case EXTRA_LENGTH -> {
                left |= octet << 8 * (octets - 1);
                if (octets == 2) {
                    enter(left > 0 ? Place.EXTRA : afterExtra());
                }
            }
            case EXTRA -> {
                if (octets == left) {
                    enter(afterExtra());
                }
            }
            case NAME -> {
                if (octet == 0) {
                    enter(afterName());
                }
            }
            case COMMENT -> {
                if (octet == 0) {
                    enter(afterComment());
                }
            }
            case CHECK -> {
                if (octets == 2) {
                    enter(Place.DATA);
                }
            }
            case TAIL -> tail(octet);
            case DATA, BROKEN -> {}
        }
    }

    private void head(int octet) {
        if (octets <= MAGIC.length && octet != MAGIC[octets - 1]) {
            place = Place.BROKEN;
        } else if (octets == MAGIC.length + 1) {
            flags = octet;
            place = (octet & RESERVED) != 0 ? Place.BROKEN : place;
        } else if (octets == HEAD) {
            left = 0;
            enter((flags & EXTRA) != 0 ? Place.EXTRA_LENGTH : afterExtra());
        }
    }

    private Place afterExtra() {
        return (flags & NAME) != 0 ? Place.NAME : afterName();
    }

    private Place afterName() {
        return (flags & COMMENT) != 0 ? Place.COMMENT : afterComment();
    }

    private Place afterComment() {
        return (flags & CHECKED) != 0 ? Place.CHECK : Place.DATA;
    }

    private void enter(Place next) {
        place = next;
        octets = 0;
        if (next == Place.DATA) {
            sum.reset();
            length = 0;
        }
    }

    private void tail(int octet) {
        tail |= (long) octet << 8 * (octets - 1);
        if (octets == TAIL) {
            boolean right = (tail & 0xffff_ffffL) == sum.getValue() && tail >>> 32 == (length & 0xffff_ffffL);
            ended = true;
            enter(right ? Place.HEAD : Place.BROKEN);
        }
    }
}
