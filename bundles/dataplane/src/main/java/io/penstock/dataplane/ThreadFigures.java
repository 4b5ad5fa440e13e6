// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What the virtual machine counts of a thread; 0 where it does not count, or the thread has ended. Asked without
/// taking
/// memory: this tells who took it all.
final class ThreadFigures {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final @Nullable MethodHandle ALLOCATED =
            own("getThreadAllocatedBytes", MethodType.methodType(long.class, long.class));
    private static final @Nullable MethodHandle ALLOCATED_HERE =
            own("getCurrentThreadAllocatedBytes", MethodType.methodType(long.class));

    private ThreadFigures() {}

    /// An operation that is the HotSpot machine's own, so it is asked for by name.
    private static @Nullable MethodHandle own(String name, MethodType type) {
        try {
            Class<?> machine =
                    Class.forName("com.sun.management.ThreadMXBean", false, ClassLoader.getPlatformClassLoader());
            return MethodHandles.publicLookup().findVirtual(machine, name, type).bindTo(machine.cast(THREADS));
        } catch (ReflectiveOperationException | ClassCastException other) {
            return null;
        }
    }

    static long cpuNanos(Thread thread) {
        return THREADS.isThreadCpuTimeSupported() ? Math.max(0, THREADS.getThreadCpuTime(thread.threadId())) : 0;
    }

    static long allocatedBytes(Thread thread) {
        try {
            return ALLOCATED == null ? 0 : Math.max(0, (long) ALLOCATED.invokeExact(thread.threadId()));
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable never) {
            throw new IllegalStateException(never);
        }
    }

    /// What the present thread has taken.
    static final LongSupplier ALLOCATED_BY_ME = new LongSupplier() {
        @Override
        public long getAsLong() {
            try {
                return ALLOCATED_HERE == null ? 0 : (long) ALLOCATED_HERE.invokeExact();
            } catch (RuntimeException | Error failure) {
                throw failure;
            } catch (Throwable never) {
                throw new IllegalStateException(never);
            }
        }
    };
}
