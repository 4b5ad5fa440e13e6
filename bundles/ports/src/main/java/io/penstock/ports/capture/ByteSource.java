// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipException;

/// A window that moves forward over a stream, and reads numbers of either byte order in it.
///
/// The window grows to what is asked of it, at most [#CAPACITY]: never by a length that stands in a file.
final class ByteSource implements Closeable {
    /// The longest piece that can be looked at as a whole: the longest frame with room for its block.
    static final int CAPACITY = 512 * 1024;

    private static final int FIRST_CAPACITY = 64 * 1024;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream in;
    private byte[] buffer = new byte[FIRST_CAPACITY];
    private int position;
    private int limit;
    private long passed;
    private boolean ended;
    private boolean bigEndian;
    private Optional<Damage> failure = Optional.empty();

    ByteSource(InputStream in) {
        this.in = in;
    }

    /// Whether numbers are read with the most significant octet first.
    void bigEndian(boolean big) {
        bigEndian = big;
    }

    /// Makes the next `count` bytes available, at most [#CAPACITY].
    ///
    /// @return false where the stream ends before
    /// @throws Damage when the stream cannot be read or unpacked further
    boolean require(int count) throws Damage {
        if (limit - position >= count) {
            return true;
        }
        makeRoom(count);
        while (limit - position < count) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /// Makes the next `count` bytes available as far as they can be read, at most [#CAPACITY].
    ///
    /// @return how many of them there are
    int peek(int count) {
        try {
            require(count);
        } catch (Damage _) {
            // Whoever asks for more than there is gets to hear of it.
        }
        return Math.min(count, available());
    }

    /// Steps over bytes that may never have been looked at.
    ///
    /// @return false where the stream ends before
    boolean skip(long count) throws Damage {
        long left = count;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            makeRoom(1);
            if (!fill()) {
                return false;
            }
        }
        position += (int) left;
        return true;
    }

    private void makeRoom(int count) {
        if (buffer.length - position >= count && limit < buffer.length) {
            return;
        }
        byte[] from = buffer;
        if (count > buffer.length) {
            int size = Math.max(count, Math.min(CAPACITY, buffer.length * 2));
            buffer = Arrays.copyOf(buffer, size);
        }
        System.arraycopy(from, position, buffer, 0, limit - position);
        passed += position;
        limit -= position;
        position = 0;
    }

    private boolean fill() throws Damage {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (ended) {
            return false;
        }
        try {
            int count = in.read(buffer, limit, buffer.length - limit);
            ended = count < 0;
            limit += Math.max(count, 0);
            return !ended;
        } catch (EOFException _) {
            ended = true;
            return false;
        } catch (ZipException e) {
            throw failed(Damage.unpackable(seen(), OneLine.reason(e)));
        } catch (IOException e) {
            throw failed(Damage.unreadable(seen(), OneLine.reason(e)));
        }
    }

    // A stream that failed once is not asked again: what it would say then is not to be relied on.
    private Damage failed(Damage damage) {
        failure = Optional.of(damage);
        return damage;
    }

    /// Bytes from here to the end of the window; at the end of the stream, all that is left.
    int available() {
        return limit - position;
    }

    /// How many bytes of the stream lie before this place.
    long offset() {
        return passed + position;
    }

    /// How many bytes of the stream have been seen: its length once it has ended.
    long seen() {
        return passed + limit;
    }

    byte[] array() {
        return buffer;
    }

    int position() {
        return position;
    }

    int octet(int at) {
        return buffer[position + at] & 0xff;
    }

    int number16(int at) {
        short value = (short) SHORT.get(buffer, position + at);
        return (bigEndian ? Short.reverseBytes(value) : value) & 0xffff;
    }

    int number32(int at) {
        int value = (int) INT.get(buffer, position + at);
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    long unsigned32(int at) {
        return number32(at) & 0xffff_ffffL;
    }

    long number64(int at) {
        long value = (long) LONG.get(buffer, position + at);
        return bigEndian ? Long.reverseBytes(value) : value;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
