// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Captures laid out by hand, so that the readers are tested against the formats and not against our own writer.
final class CaptureBytes {
    private static final int CAPACITY = 8 << 20;
    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY);

    private CaptureBytes(ByteOrder order) {
        bytes.order(order);
    }

    static CaptureBytes inOrder(ByteOrder order) {
        return new CaptureBytes(order);
    }

    static CaptureBytes little() {
        return inOrder(ByteOrder.LITTLE_ENDIAN);
    }

    CaptureBytes switchTo(ByteOrder order) {
        bytes.order(order);
        return this;
    }

    CaptureBytes pcap(int magic, long snapLength, int linkType) {
        return pcap(magic, 2, 4, snapLength, linkType);
    }

    CaptureBytes pcap(int magic, int major, int minor, long snapLength, int linkType) {
        bytes.putInt(magic)
                .putShort((short) major)
                .putShort((short) minor)
                .putInt(0)
                .putInt(0);
        bytes.putInt((int) snapLength).putInt(linkType);
        return this;
    }

    CaptureBytes record(long seconds, long fraction, int wire, byte[] frame) {
        return raw((int) seconds, (int) fraction, frame.length, wire).raw(frame);
    }

    CaptureBytes raw(int... numbers) {
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return this;
    }

    CaptureBytes raw(byte[] octets) {
        bytes.put(octets);
        return this;
    }

    CaptureBytes section() {
        return block(
                0x0a0d0d0a,
                b -> b.putInt(0x1a2b3c4d)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1));
    }

    CaptureBytes face(int linkType, int snapLength, Option... options) {
        return block(1, b -> {
            b.putShort((short) linkType).putShort((short) 0).putInt(snapLength);
            for (Option option : options) {
                b.putShort((short) option.code).putShort((short) option.value.length);
                b.put(option.value).put(new byte[-option.value.length & 3]);
            }
            if (options.length > 0) {
                b.putInt(0);
            }
        });
    }

    CaptureBytes enhanced(int face, long ticks, int wire, byte[] frame, Option... options) {
        return block(6, b -> {
            b.putInt(face).putInt((int) (ticks >>> 32)).putInt((int) ticks);
            b.putInt(frame.length).putInt(wire).put(frame).put(new byte[-frame.length & 3]);
            for (Option option : options) {
                b.putShort((short) option.code).putShort((short) option.value.length);
                b.put(option.value).put(new byte[-option.value.length & 3]);
            }
        });
    }

    CaptureBytes simple(int wire, byte[] frame) {
        return block(3, b -> b.putInt(wire).put(frame).put(new byte[-frame.length & 3]));
    }

    CaptureBytes obsolete(int face, long ticks, int wire, byte[] frame) {
        return block(2, b -> {
            b.putShort((short) face)
                    .putShort((short) 7)
                    .putInt((int) (ticks >>> 32))
                    .putInt((int) ticks);
            b.putInt(frame.length).putInt(wire).put(frame).put(new byte[-frame.length & 3]);
        });
    }

    CaptureBytes block(int type, java.util.function.Consumer<ByteBuffer> body) {
        int start = bytes.position();
        bytes.putInt(type).putInt(0);
        body.accept(bytes);
        int length = bytes.position() + 4 - start;
        bytes.putInt(length).putInt(start + 4, length);
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    byte[] zipped() {
        return zip(bytes());
    }

    static byte[] zip(byte[] plain) {
        try {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                out.write(plain);
            }
            return packed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CaptureReader reader() throws CaptureRefused {
        return reader(bytes());
    }

    static CaptureReader reader(byte[] capture) throws CaptureRefused {
        return CaptureReader.of(new ByteArrayInputStream(capture), "test");
    }

    /// All frames up to the end or the damage.
    static List<Frame> all(CaptureReader reader) {
        List<Frame> frames = new ArrayList<>();
        while (reader.next()) {
            frames.add(Frame.of(reader.frame()));
        }
        return frames;
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// An option of a pcapng block.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Option(int code, byte[] value) {
        static Option resolution(int octet) {
            return new Option(9, new byte[] {(byte) octet});
        }

        static Option offset(long seconds, ByteOrder order) {
            return new Option(
                    14, ByteBuffer.allocate(8).order(order).putLong(seconds).array());
        }

        static Option name(String name) {
            return new Option(2, octets(name));
        }
    }
}
