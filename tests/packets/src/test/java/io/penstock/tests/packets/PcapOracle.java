// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.Side;
import io.penstock.api.match.Match;
import io.penstock.api.match.Matches;
import io.penstock.dataplane.proof.Oracle;
import io.penstock.testkit.Packets;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Matches as libpcap evaluates them. Sides are ours alone, and libpcap does not look behind tags: those parts are
/// evaluated bit by bit.
final class PcapOracle implements Oracle {
    private static final int ETHERNET = 1;
    private static final int SNAPLEN = 65_536;
    private static final int HEADER = 24;
    private static final int TAG = 0x81;

    private final Oracle plain = Oracle.plain(Packets.headers());
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment header = arena.allocate(HEADER, 8);
    private final MemorySegment data = arena.allocate(SNAPLEN, 8);
    private final Map<Match, Optional<MemorySegment>> programs = new HashMap<>();
    private final MethodHandle compile;
    private final MethodHandle run;
    private final MemorySegment dead;
    private long asked;

    private PcapOracle(SymbolLookup library) {
        var address = ValueLayout.ADDRESS;
        var number = ValueLayout.JAVA_INT;
        Linker linker = Linker.nativeLinker();
        MethodHandle open = linker.downcallHandle(
                library.findOrThrow("pcap_open_dead"), FunctionDescriptor.of(address, number, number));
        compile = linker.downcallHandle(
                library.findOrThrow("pcap_compile"),
                FunctionDescriptor.of(number, address, address, address, number, number));
        run = linker.downcallHandle(
                library.findOrThrow("pcap_offline_filter"), FunctionDescriptor.of(number, address, address, address));
        try {
            dead = (MemorySegment) open.invokeExact(ETHERNET, SNAPLEN);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Empty where libpcap is not installed.
    static Optional<PcapOracle> installed() {
        try {
            return Optional.of(new PcapOracle(SymbolLookup.libraryLookup("libpcap.so.0.8", Arena.global())));
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
    }

    /// How many times libpcap was asked.
    long asked() {
        return asked;
    }

    @Override
    public boolean holds(Match match, byte[] octets, Side from) {
        if (match instanceof Match.And(List<Match> parts)) {
            return parts.stream().allMatch(part -> holds(part, octets, from));
        }
        boolean tagged = (octets[12] & 0xff) == TAG;
        Optional<MemorySegment> program = tagged ? Optional.empty() : programs.computeIfAbsent(match, this::compile);
        return program.map(one -> accepts(one, octets)).orElseGet(() -> plain.holds(match, octets, from));
    }

    private Optional<MemorySegment> compile(Match match) {
        if (match instanceof Match.From || match instanceof Match.Any) {
            return Optional.empty();
        }
        MemorySegment program = arena.allocate(16, 8);
        try {
            int result = (int) compile.invokeExact(dead, program, arena.allocateFrom(Matches.text(match)), 0, -1);
            return result == 0 ? Optional.of(program) : Optional.empty();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean accepts(MemorySegment program, byte[] octets) {
        asked++;
        header.set(ValueLayout.JAVA_INT, 16, octets.length);
        header.set(ValueLayout.JAVA_INT, 20, octets.length);
        MemorySegment.copy(octets, 0, data, ValueLayout.JAVA_BYTE, 0, octets.length);
        try {
            return (int) run.invokeExact(program, header, data) != 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
