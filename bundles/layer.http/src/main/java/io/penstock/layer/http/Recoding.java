// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Content that is zipped (gzip, RFC 1952; deflate, RFC 1950): unzipped, changed in between, and zipped again. What is
/// unzipped and has not gone on yet lies here.
final class Recoding {
    /// So much is unzipped at once, whatever it grows to.
    static final int SLICE = 65_536;

    /// From so many bytes on, content that has grown by more than [#MOST_GROWTH] is a bomb.
    private static final long BOMB = 64L << 20;

    private static final int MOST_GROWTH = 100;
    private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final boolean gzip;
    private final boolean zipsOnly;
    private final GzipFrame frame = new GzipFrame();
    private final Inflater inflater;
    private final Deflater deflater;
    private final CRC32 sumOut = new CRC32();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final byte[] zipped = new byte[8_192];
    private byte[] coded = new byte[0];
    private int at;
    private int end;
    private byte[] plain = new byte[SLICE];
    private int size;
    private long came;
    private long grown;
    private boolean begun;
    private boolean pending;
    private boolean unflushed;
    private boolean broken;
    private boolean finished;

    /// Whether it knows a coding (RFC 9110 section 8.4.1).
    static boolean knows(String coding) {
        return coding.equals("gzip") || coding.equals("x-gzip") || coding.equals("deflate");
    }

    /// @param coding how it came and goes on, one that it [#knows]; where empty it came plain and goes on as gzip
    Recoding(String coding) {
        gzip = !coding.equals("deflate");
        zipsOnly = coding.isEmpty();
        inflater = new Inflater(gzip);
        deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, gzip);
    }

    /// Whether what came was not zipped.
    boolean zipsOnly() {
        return zipsOnly;
    }

    /// Takes bytes of which nothing is left over from before.
    void feed(byte[] more, int length) {
        coded = more;
        at = 0;
        end = length;
        came += length;
    }

    /// Unzips some of what was fed, behind what is held.
    ///
    /// @return how many bytes; 0 where all is unzipped
    int unzip() {
        int before = size;
        if (size + SLICE > plain.length) {
            plain = Arrays.copyOf(plain, size + SLICE);
        }
        try {
            while (!broken && size == before && !isUnzipped()) {
                step();
            }
        } catch (DataFormatException damaged) {
            broken = true;
        }
        grown += size - before;
        broken |= grown > BOMB && grown / MOST_GROWTH > came;
        return size - before;
    }

    private void step() throws DataFormatException {
        if (zipsOnly) {
            int more = Math.min(SLICE, end - at);
            System.arraycopy(coded, at, plain, size, more);
            at += more;
            size += more;
            return;
        }
        if (gzip && !frame.inData()) {
            at = frame.read(coded, at, end);
            broken = frame.isBroken();
            if (frame.inData()) {
                inflater.reset();
            }
            return;
        }
        if (inflater.finished()) {
            broken = true;
            return;
        }
        inflater.setInput(coded, at, end - at);
        int more = inflater.inflate(plain, size, SLICE);
        at = end - inflater.getRemaining();
        pending = more == SLICE && !inflater.finished();
        frame.add(plain, size, more);
        size += more;
        if (inflater.finished() && gzip) {
            frame.endOfData();
        } else if (inflater.needsDictionary()) {
            broken = true;
        }
    }

    /// Whether it cannot be what it says it is, or grows without end.
    boolean isBroken() {
        return broken;
    }

    boolean isUnzipped() {
        return at == end && !pending;
    }

    /// What is unzipped and has not gone on, in its first [#size()] bytes.
    byte[] plain() {
        return plain;
    }

    int size() {
        return size;
    }

    /// Forgets the first bytes, which have gone on.
    void release(int passed) {
        System.arraycopy(plain, passed, plain, 0, size - passed);
        size -= passed;
    }

    /// Zips some bytes.
    void zip(byte[] bytes, int length) {
        if (length == 0) {
            return;
        }
        begin();
        unflushed = true;
        sumOut.update(bytes, 0, length);
        deflater.setInput(bytes, 0, length);
        while (!deflater.needsInput()) {
            out.write(zipped, 0, deflater.deflate(zipped, 0, zipped.length, Deflater.NO_FLUSH));
        }
    }

    private void begin() {
        if (!begun && gzip) {
            out.writeBytes(GZIP_HEAD);
        }
        begun = true;
    }

    /// Lets the reader have all that was zipped so far.
    void flush() {
        if (!unflushed) {
            return;
        }
        unflushed = false;
        int length = zipped.length;
        while (length == zipped.length) {
            length = deflater.deflate(zipped, 0, zipped.length, Deflater.SYNC_FLUSH);
            out.write(zipped, 0, length);
        }
    }

    /// Ends what is zipped, where what came has ended as it should.
    void finish() {
        boolean whole = zipsOnly || (gzip ? frame.isEnd() : inflater.finished());
        if (!whole || finished) {
            flush();
            return;
        }
        begin();
        finished = true;
        deflater.finish();
        while (!deflater.finished()) {
            out.write(zipped, 0, deflater.deflate(zipped));
        }
        if (gzip) {
            little((int) sumOut.getValue());
            little((int) deflater.getBytesRead());
        }
        close();
    }

    private void little(int number) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(number >> shift);
        }
    }

    /// What was zipped since the call before.
    byte[] taken() {
        byte[] taken = out.toByteArray();
        out.reset();
        return taken;
    }

    /// Gives back memory outside the heap.
    void close() {
        inflater.end();
        deflater.end();
    }
}
