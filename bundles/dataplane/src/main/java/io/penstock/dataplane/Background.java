// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Work beside the packets: on threads that the kernel lets wait for those that carry packets, where both want the same
/// processor (setpriority(2), which on Linux is about one thread).
final class Background {
    /// How far they stand back, as nice(1) counts.
    static final int NICE = 10;

    private static final int PROCESS = 0;
    private static final int THIS_THREAD = 0;
    private static final Optional<MethodHandle> SETPRIORITY = setpriority();

    private Background() {}

    private static Optional<MethodHandle> setpriority() {
        Linker linker = Linker.nativeLinker();
        return Optional.of(System.getProperty("os.name"))
                .filter("Linux"::equals)
                .flatMap(linux -> linker.defaultLookup().find("setpriority"))
                .map(Background::downcall);
    }

    private static MethodHandle downcall(MemorySegment function) {
        return Linker.nativeLinker()
                .downcallHandle(
                        function,
                        FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /// Starts a thread that does the work.
    static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            nice(THIS_THREAD, NICE);
            work.run();
        });
    }

    /// Where it fails, or there is none, the thread is like any other.
    ///
    /// @param thread the kernel's number of it
    static void nice(int thread, int value) {
        if (SETPRIORITY.isPresent()) {
            try {
                SETPRIORITY.get().invokeExact(PROCESS, thread, value);
            } catch (Throwable never) {
                throw new IllegalStateException(never);
            }
        }
    }
}
