// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The calls that packets pay for, at the addresses that JNA resolved. A downcall costs a tenth of what JNA's mapping
/// costs; it is not `critical`, which would hold up safepoints.
final class BurstCall {
    private static final MethodHandle EXCHANGE = call(
            "ps_exchange",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle FORWARD = call(
            "ps_forward", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle PREFETCH =
            call("ps_prefetch", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle NOTHING = call("ps_nothing", FunctionDescriptor.ofVoid());

    private BurstCall() {}

    private static MethodHandle call(String function, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(Bridge.address(function)), shape);
    }

    /// @return frames sent in the upper half, frames received in the lower
    static long exchange(long port, int count, int most) {
        try {
            return (long) EXCHANGE.invokeExact(port, count, most);
        } catch (Throwable broken) {
            throw new IllegalStateException(broken);
        }
    }

    /// @return frames sent in the upper half, frames received in the lower
    static long forward(long from, long to) {
        try {
            return (long) FORWARD.invokeExact(from, to);
        } catch (Throwable broken) {
            throw new IllegalStateException(broken);
        }
    }

    static void prefetch(long addresses, int count) {
        try {
            PREFETCH.invokeExact(addresses, count);
        } catch (Throwable broken) {
            throw new IllegalStateException(broken);
        }
    }

    static void nothing() {
        try {
            NOTHING.invokeExact();
        } catch (Throwable broken) {
            throw new IllegalStateException(broken);
        }
    }
}
