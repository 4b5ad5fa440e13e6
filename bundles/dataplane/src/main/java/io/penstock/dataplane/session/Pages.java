// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Gives memory back to the kernel in parts (madvise(2)): hundreds of megabytes at once keep a processor in the kernel
/// for
/// milliseconds, in which no packet is carried there.
final class Pages {
    private static final long PAGE = 4_096;
    private static final long PART = 1 << 20;
    private static final long PAUSE_NANOS = 200_000;
    private static final int DONT_NEED = 4;
    private static final Optional<MethodHandle> MADVISE = madvise();

    private Pages() {}

    private static Optional<MethodHandle> madvise() {
        Linker linker = Linker.nativeLinker();
        return Optional.of(System.getProperty("os.name"))
                .filter("Linux"::equals)
                .flatMap(linux -> linker.defaultLookup().find("madvise"))
                .map(function -> linker.downcallHandle(
                        function,
                        FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT)));
    }

    /// Forgets what stands there, but for the pages at both ends that others may have a part of.
    static void giveBack(MemorySegment memory) {
        long at = memory.address() + PAGE - 1 & -PAGE;
        long end = memory.address() + memory.byteSize() & -PAGE;
        while (MADVISE.isPresent() && at < end) {
            long octets = Math.min(PART, end - at);
            try {
                MADVISE.get().invokeExact(at, octets, DONT_NEED);
            } catch (Throwable never) {
                throw new IllegalStateException(never);
            }
            at += octets;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
