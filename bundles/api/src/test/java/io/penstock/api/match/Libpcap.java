// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// libpcap as an oracle: it compiles a filter for Ethernet and runs it over frames, and it reads captures.
///
/// JNA finds the library and does all that is rare; the filter itself is run by a downcall at the address
/// that JNA found.
final class Libpcap implements AutoCloseable {
    private static final int ETHERNET = 1;
    private static final int SNAPLEN = 262_144;
    private static final int HEADER = 24;
    private static final int LONGEST = 65_536;
    private static final int UNKNOWN_NETMASK = -1;

    /// A frame and its length on the wire, which may be more than was captured.
    static final class Frame {
        private final byte[] bytes;
        private final int wire;

        Frame(byte[] bytes, int wire) {
            this.bytes = bytes;
            this.wire = wire;
        }

        byte[] bytes() {
            return bytes;
        }

        int wire() {
            return wire;
        }
    }

    /// What a filter says of each frame; false for the ones that the filter cannot accept.
    final class Filter {
        private final MemorySegment program;

        private Filter(MemorySegment program) {
            this.program = program;
        }

        boolean accepts(Frame frame) {
            header.set(ValueLayout.JAVA_INT, 16, frame.bytes().length);
            header.set(ValueLayout.JAVA_INT, 20, frame.wire());
            MemorySegment.copy(frame.bytes(), 0, data, ValueLayout.JAVA_BYTE, 0, frame.bytes().length);
            try {
                return (int) run.invokeExact(program, header, data) != 0;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final NativeLibrary library;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment header = arena.allocate(HEADER, 8);
    private final MemorySegment data = arena.allocate(LONGEST, 8);
    private final MethodHandle run;
    private final Pointer dead;

    /// @throws UnsatisfiedLinkError where libpcap is not installed
    Libpcap() {
        library = NativeLibrary.getInstance("libpcap.so.0.8");
        run = Linker.nativeLinker()
                .downcallHandle(
                        MemorySegment.ofAddress(Pointer.nativeValue(library.getFunction("pcap_offline_filter"))),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        dead = library.getFunction("pcap_open_dead").invokePointer(new Object[] {ETHERNET, SNAPLEN});
    }

    /// @throws IllegalArgumentException with libpcap's message where it refuses the text
    Filter compile(String text) {
        MemorySegment program = arena.allocate(16, 8);
        int result = library.getFunction("pcap_compile")
                .invokeInt(new Object[] {dead, new Pointer(program.address()), text, 0, UNKNOWN_NETMASK});
        if (result != 0) {
            throw new IllegalArgumentException(
                    library.getFunction("pcap_geterr").invokeString(new Object[] {dead}, false));
        }
        return new Filter(program);
    }

    /// The Ethernet frames of a capture, up to a limit; none where it is of another link or no capture at all.
    List<Frame> read(Path file, int most) {
        List<Frame> frames = new ArrayList<>();
        try (Arena own = Arena.ofConfined()) {
            Pointer error = new Pointer(own.allocate(256).address());
            byte[] name = Native.toByteArray(file.toString(), StandardCharsets.UTF_8);
            Pointer capture = library.getFunction("pcap_open_offline").invokePointer(new Object[] {name, error});
            if (capture == null) {
                return frames;
            }
            if (library.getFunction("pcap_datalink").invokeInt(new Object[] {capture}) == ETHERNET) {
                readAll(capture, new Pointer(own.allocate(16, 8).address()), most, frames);
            }
            library.getFunction("pcap_close").invokeVoid(new Object[] {capture});
        }
        return frames;
    }

    private void readAll(Pointer capture, Pointer out, int most, List<Frame> frames) {
        Pointer bytes = out.share(8);
        while (frames.size() < most
                && library.getFunction("pcap_next_ex").invokeInt(new Object[] {capture, out, bytes}) == 1) {
            int captured = Math.min(out.getPointer(0).getInt(16), LONGEST);
            frames.add(new Frame(
                    bytes.getPointer(0).getByteArray(0, captured),
                    out.getPointer(0).getInt(20)));
        }
    }

    @Override
    public void close() {
        library.getFunction("pcap_close").invokeVoid(new Object[] {dead});
        arena.close();
    }
}
