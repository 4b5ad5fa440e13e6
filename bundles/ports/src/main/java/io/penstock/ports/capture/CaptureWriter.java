// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import io.penstock.api.port.CaptureInterface;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/// Writes frames to a pcapng capture (draft-ietf-opsawg-pcapng): one section, an interface block for each distinct
/// [CaptureInterface] when its first frame comes, and enhanced packet blocks.
///
/// A failure to write does not throw on the frames' way: `write` says false from then on, and [#close()] says why.
public final class CaptureWriter implements AutoCloseable {
    private static final int CAPACITY = 256 * 1024;
    private static final int ENHANCED_PACKET = 6;
    private static final int PACKET_HEADER = 28;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final OutputStream out;
    private final Optional<Target> target;
    private final byte[] buffer = new byte[CAPACITY];
    private final Interfaces interfaces = new Interfaces();
    private int used;
    private long frames;
    private boolean closed;
    private Optional<IOException> failure = Optional.empty();

    private CaptureWriter(String name, OutputStream out, Optional<Target> target) {
        this.name = name;
        this.out = out;
        this.target = target;
        beginSection();
    }

    /// Begins a file, which appears at its name when the writer is closed; missing folders are made.
    ///
    /// @throws CaptureRefused when nothing can be written there
    public static CaptureWriter create(Path file) throws CaptureRefused {
        return create(file, file.toString());
    }

    /// Begins a file, which appears at its name when the writer is closed; missing folders are made.
    ///
    /// @param name how messages call it
    /// @throws CaptureRefused when nothing can be written there
    public static CaptureWriter create(Path file, String name) throws CaptureRefused {
        try {
            Target target = Target.beside(file);
            return new CaptureWriter(name, target.stream(), Optional.of(target));
        } catch (IOException e) {
            throw new CaptureRefused(
                    name + ": cannot be written (" + OneLine.reason(e) + "); give a file name in a folder that may be"
                            + " written to",
                    e);
        }
    }

    /// Writes to a stream, which is closed with the writer.
    ///
    /// @param name how messages call it
    public static CaptureWriter to(OutputStream out, String name) {
        return new CaptureWriter(name, out, Optional.empty());
    }

    /// Writes the frame that a reader stands on, exactly as it was captured.
    ///
    /// @return false when it could not be written
    public boolean write(CapturedFrame frame) {
        if (!begin(frame.origin(), frame.length(), frame.wireLength(), frame.ticks())) {
            return false;
        }
        put(frame.array(), frame.start(), frame.length());
        return end(frame.length());
    }

    /// Writes a frame.
    ///
    /// @param wireLength its bytes on the wire, unsigned
    /// @param stamp its time in nanoseconds since 1970
    /// @return false when it could not be written
    public boolean write(byte[] frame, int wireLength, long stamp, CaptureInterface origin) {
        if (!begin(origin, frame.length, wireLength, origin.ticks(stamp))) {
            return false;
        }
        put(frame, 0, frame.length);
        return end(frame.length);
    }

    /// Writes a frame from native memory.
    ///
    /// @param offset of its first byte
    /// @param length its bytes there
    /// @param wireLength its bytes on the wire, unsigned
    /// @param stamp its time in nanoseconds since 1970
    /// @param ticks the same time as captured, written where it still says the same as `stamp`
    /// @return false when it could not be written
    public boolean write(
            MemorySegment memory,
            long offset,
            int length,
            int wireLength,
            long stamp,
            long ticks,
            CaptureInterface origin) {
        if (!begin(origin, length, wireLength, Stamps.ticks(origin, ticks, stamp))) {
            return false;
        }
        long from = offset;
        int left = length;
        while (left > 0) {
            int piece = piece(left);
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, from, buffer, used, piece);
            used += piece;
            from += piece;
            left -= piece;
        }
        return end(length);
    }

    /// Describes an interface before its first frame comes, or though none may come.
    public void describe(CaptureInterface origin) {
        if (interfaces.number(origin) < 0) {
            nameInterface(origin);
        }
    }

    private void beginSection() {
        interfaces.clear();
        reserve(28);
        number(PcapngFormat.SECTION);
        number(28);
        number(0x1a2b3c4d);
        number(1);
        number(-1);
        number(-1);
        number(28);
    }

    private boolean begin(CaptureInterface origin, int length, int wireLength, long ticks) {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        int number = interfaces.number(origin);
        if (number < 0) {
            number = nameInterface(origin);
        }
        reserve(PACKET_HEADER);
        number(ENHANCED_PACKET);
        number(blockLength(length));
        number(number);
        number((int) (ticks >>> 32));
        number((int) ticks);
        number(length);
        number(wireLength);
        return failure.isEmpty();
    }

    private boolean end(int length) {
        reserve(8);
        int padding = -length & 3;
        number(0);
        used -= Integer.BYTES - padding;
        number(blockLength(length));
        if (failure.isPresent()) {
            return false;
        }
        frames++;
        return true;
    }

    private static int blockLength(int length) {
        return PACKET_HEADER + (length + 3) / 4 * 4 + 4;
    }

    private int nameInterface(CaptureInterface origin) {
        if (interfaces.count() == Interfaces.MOST) {
            beginSection();
        }
        byte[] block = interfaces.name(origin);
        put(block, 0, block.length);
        return interfaces.number(origin);
    }

    private void number(int value) {
        INT.set(buffer, used, value);
        used += Integer.BYTES;
    }

    private void put(byte[] bytes, int start, int length) {
        int from = start;
        int left = length;
        while (left > 0) {
            int piece = piece(left);
            System.arraycopy(bytes, from, buffer, used, piece);
            used += piece;
            from += piece;
            left -= piece;
        }
    }

    private int piece(int left) {
        reserve(1);
        return Math.min(left, CAPACITY - used);
    }

    private void reserve(int count) {
        if (CAPACITY - used < count) {
            flush();
        }
    }

    private void flush() {
        if (failure.isEmpty()) {
            try {
                out.write(buffer, 0, used);
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
        used = 0;
    }

    /// Frames written, as far as is known before [#close()].
    public long frames() {
        return frames;
    }

    /// Ends the capture and brings it to its name.
    ///
    /// @throws CaptureRefused when it could not be written whole: nothing is left then, and what was there stays
    @Override
    public void close() throws CaptureRefused {
        if (closed) {
            return;
        }
        closed = true;
        if (interfaces.count() == 0) {
            // Without any, readers such as libpcap's refuse the file.
            describe(CaptureInterface.ETHERNET);
        }
        flush();
        try {
            finish();
        } catch (IOException e) {
            target.ifPresent(Target::discard);
            throw new CaptureRefused(
                    name + ": could not be written (" + OneLine.reason(e)
                            + "), nothing was left there; make room or name another folder",
                    e);
        }
    }

    private void finish() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (target.isPresent()) {
            target.get().finish();
        } else {
            out.close();
        }
    }

    /// Ends without leaving a file; what was at its name before stays.
    public void abandon() {
        closed = true;
        target.ifPresent(Target::discard);
    }
}
