// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import org.jspecify.annotations.Nullable;

/// The heap of this process, and a reserve of it that is let go when a function has used up the rest: so there is room
/// to go on without that function.
public final class Memory {
    private static final int RESERVE_SHARE = 8;
    private static final long MOST_RESERVED = 16 << 20;

    private static volatile byte @Nullable [] reserve = kept();

    private Memory() {}

    private static byte[] kept() {
        return new byte[(int) Math.min(MOST_RESERVED, most() / RESERVE_SHARE)];
    }

    /// Lets the reserve go.
    static void letGo() {
        reserve = null;
    }

    /// Whether an error tells that the heap is used up; one that asks for an array over every limit does not.
    static boolean isUsedUp(Throwable failure) {
        return failure instanceof OutOfMemoryError error
                && String.valueOf(error.getMessage()).contains("heap space");
    }

    /// Whether something failed as there was no memory for it.
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    /// Has a reserve again where there is room for it.
    public static void keep() {
        if (reserve == null && used() < most() / 2) {
            reserve = kept();
        }
    }

    /// Octets that this process may have.
    public static long most() {
        return Runtime.getRuntime().maxMemory();
    }

    /// Whether more than three quarters are used, garbage included.
    public static boolean isShort() {
        return used() > most() / 4 * 3;
    }

    /// Octets that it may still have, garbage taken for used.
    public static long room() {
        return most() - used();
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
