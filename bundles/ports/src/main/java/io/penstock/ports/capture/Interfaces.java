// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import io.penstock.api.port.CaptureInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The interfaces that a section being written has named so far, and their blocks.
final class Interfaces {
    /// Past it a new section begins, so that memory stays bounded whatever is written.
    static final int MOST = 65_536;

    private static final int BLOCK = 1;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int IF_TSOFFSET = 14;
    private static final int MICROSECONDS = 6;
    private static final int LONGEST_NAME = 4096;

    private final Map<CaptureInterface, Integer> numbers = new HashMap<>();
    private CaptureInterface last = CaptureInterface.ETHERNET;
    private int lastNumber = -1;

    /// The number of an interface in this section, -1 where it has not been named yet.
    int number(CaptureInterface origin) {
        if (lastNumber < 0 || !origin.equals(last)) {
            last = origin;
            lastNumber = numbers.getOrDefault(origin, -1);
        }
        return lastNumber;
    }

    int count() {
        return numbers.size();
    }

    /// Gives the interface the next number.
    ///
    /// @return its description block
    byte[] name(CaptureInterface origin) {
        last = origin;
        lastNumber = numbers.size();
        numbers.put(origin, lastNumber);
        return block(origin);
    }

    void clear() {
        numbers.clear();
        lastNumber = -1;
    }

    private static byte[] block(CaptureInterface origin) {
        byte[] name = origin.name().getBytes(StandardCharsets.UTF_8);
        int nameLength = Math.min(name.length, LONGEST_NAME);
        ByteBuffer block = ByteBuffer.allocate(64 + nameLength).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(BLOCK).putInt(0);
        block.putShort((short) origin.linkType()).putShort((short) 0).putInt((int) origin.snapLength());
        int options = block.position();
        if (nameLength > 0) {
            option(block, IF_NAME, Arrays.copyOf(name, nameLength));
        }
        if (origin.resolution() != MICROSECONDS) {
            option(block, IF_TSRESOL, new byte[] {(byte) origin.resolution()});
        }
        if (origin.offsetSeconds() != 0) {
            byte[] offset = new byte[Long.BYTES];
            ByteBuffer.wrap(offset).order(ByteOrder.LITTLE_ENDIAN).putLong(origin.offsetSeconds());
            option(block, IF_TSOFFSET, offset);
        }
        if (block.position() > options) {
            block.putInt(0);
        }
        int length = block.position() + Integer.BYTES;
        block.putInt(length).putInt(4, length);
        return Arrays.copyOf(block.array(), length);
    }

    private static void option(ByteBuffer block, int code, byte[] value) {
        block.putShort((short) code).putShort((short) value.length).put(value);
        block.position((block.position() + 3) / 4 * 4);
    }
}
