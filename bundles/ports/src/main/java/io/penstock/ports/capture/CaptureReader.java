// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import io.penstock.api.port.CaptureInterface;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads the frames of a capture one after the other: pcap or pcapng, plain or gzipped, told by its content.
///
/// Damage never throws: the frames before it are delivered, then [#next()] says false and [#trouble()] says why.
public final class CaptureReader implements AutoCloseable {
    /// The longest frame that is delivered; longer ones are stepped over and counted.
    public static final int MAX_FRAME = 256 * 1024;

    private final String name;
    private final ByteSource source;
    private final Format format;
    private final CapturedFrame frame = new CapturedFrame();
    private long frames;
    private boolean ended;
    private long truncated;
    private long corrupt;
    private String trouble = "";

    private CaptureReader(String name, ByteSource source, Format format) {
        this.name = name;
        this.source = source;
        this.format = format;
    }

    /// Opens a file.
    ///
    /// @throws CaptureRefused when there is no file, or when it is not a capture
    public static CaptureReader open(Path file) throws CaptureRefused {
        return open(file, file.toString());
    }

    /// Opens a file.
    ///
    /// @param file must be a regular one: reading from others could block
    /// @param name how messages call it
    /// @throws CaptureRefused when there is no file, or when it is not a capture
    public static CaptureReader open(Path file, String name) throws CaptureRefused {
        InputStream stream = stream(file, name);
        try {
            return of(stream, name);
        } catch (CaptureRefused e) {
            close(stream);
            throw e;
        }
    }

    /// Reads from a stream, which the reader closes when it is closed.
    ///
    /// @param name how messages call it
    /// @throws CaptureRefused when the stream does not begin like a capture; it stays open then
    public static CaptureReader of(InputStream stream, String name) throws CaptureRefused {
        try {
            PushbackInputStream in = new PushbackInputStream(stream, 2);
            byte[] magic = in.readNBytes(2);
            in.unread(magic);
            boolean packed = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
            return packed ? begin(new Gunzip(in), name + " (unpacked)") : begin(in, name);
        } catch (IOException e) {
            throw new CaptureRefused(name + ": cannot be read (" + OneLine.reason(e) + "); get a sound copy", e);
        }
    }

    /// A capture without frames.
    public static CaptureReader none() {
        byte[] header = new byte[PcapFormat.HEADER];
        byte[] start = {(byte) 0xa1, (byte) 0xb2, (byte) 0xc3, (byte) 0xd4, 0, 2, 0, 4};
        System.arraycopy(start, 0, header, 0, start.length);
        try {
            return of(new ByteArrayInputStream(header), "none");
        } catch (CaptureRefused e) {
            throw new IllegalStateException(e);
        }
    }

    // Not a channel: interrupting a thread would close it.
    private static InputStream stream(Path file, String name) throws CaptureRefused {
        try {
            if (Files.isDirectory(file)) {
                throw new CaptureRefused(name + ": is a folder; give a pcap or pcapng file");
            }
            if (!Files.exists(file)) {
                throw new NoSuchFileException(name);
            }
            if (!Files.isRegularFile(file)) {
                throw new CaptureRefused(name + ": is not a regular file; save the capture to a file first");
            }
            if (!Files.isReadable(file)) {
                throw new CaptureRefused(name + ": may not be read; give this user the right to read it");
            }
            return new FileInputStream(file.toFile());
        } catch (IOException e) {
            throw new CaptureRefused(name + ": " + OneLine.reason(e) + "; check the name", e);
        }
    }

    private static CaptureReader begin(InputStream in, String name) throws CaptureRefused {
        ByteSource source = new ByteSource(in);
        try {
            return new CaptureReader(name, source, format(source, name));
        } catch (Damage damage) {
            throw new CaptureRefused(name + ": " + damage.what() + "; " + damage.mend());
        }
    }

    private static Format format(ByteSource source, String name) throws CaptureRefused, Damage {
        int seen = source.peek(FileKind.HEAD);
        if (seen >= 4) {
            int magic = source.number32(0);
            if (magic == PcapngFormat.SECTION) {
                return PcapngFormat.open(source);
            }
            if (PcapFormat.knows(magic) || PcapFormat.knows(Integer.reverseBytes(magic))) {
                return PcapFormat.open(source);
            }
        }
        // Content that cannot be unpacked says so itself.
        source.require(FileKind.HEAD);
        throw new CaptureRefused(name + ": " + FileKind.refusal(Arrays.copyOf(source.array(), seen)));
    }

    /// Goes to the next frame, which [#frame()] shows then.
    ///
    /// @return false at the end, or where the capture cannot be read further, see [#trouble()]
    public boolean next() {
        if (ended) {
            return false;
        }
        try {
            if (format.next(frame)) {
                frames++;
                return true;
            }
        } catch (Damage damage) {
            note(damage);
        }
        ended = true;
        return false;
    }

    private void note(Damage damage) {
        switch (damage.kind()) {
            case TRUNCATED -> truncated++;
            case CORRUPT, UNREADABLE -> corrupt++;
        }
        String before = frames == 0
                ? "no frame was read"
                : frames == 1 ? "the 1 frame before was read" : "the " + frames + " frames before were read";
        trouble = OneLine.of(name + ": " + damage.what() + "; " + before + "; " + damage.mend());
    }

    /// The frame that [#next()] went to; always the same view.
    public CapturedFrame frame() {
        return frame;
    }

    /// The first interface that the capture describes, even where it holds no frame; Ethernet until one is read.
    public CaptureInterface described() {
        return format.described();
    }

    /// Frames delivered.
    public long frames() {
        return frames;
    }

    /// Frames stepped over because they are longer than [#MAX_FRAME].
    public long oversized() {
        return format.oversized();
    }

    /// Frames delivered that have no time in the capture; theirs is 0.
    public long unstamped() {
        return format.unstamped();
    }

    /// 1 where the capture is cut off, else 0.
    public long truncated() {
        return truncated;
    }

    /// 1 where the capture is damaged or cannot be read to its end, else 0.
    public long corrupt() {
        return corrupt;
    }

    /// What is wrong with the capture, where, and how to mend it, in one line; empty while nothing is.
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        ended = true;
        close(source);
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException _) {
            // Nothing was written through it: there is nothing to lose.
        }
    }
}
