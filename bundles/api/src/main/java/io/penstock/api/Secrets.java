// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import java.security.SecureRandom;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Numbers that nobody outside can guess, for functions that hash or choose with a secret of their own: a NAT its
/// ports, a limiter its table. A function takes them in its constructor.
///
/// Where two runs must do the same, the platform makes functions in [#repeatably], and they get the same numbers.
public final class Secrets {
    private static final ScopedValue<RandomGenerator> SOURCE = ScopedValue.newInstance();
    private static final SecureRandom SECURE = new SecureRandom();

    private Secrets() {}

    /// 64 bits.
    public static long next() {
        return SOURCE.orElse(SECURE).nextLong();
    }

    /// Runs `making` on this thread so that what it makes gets numbers that follow from a seed alone. Nothing that
    /// is made so may meet a network.
    public static <T, X extends Throwable> T repeatably(long seed, ScopedValue.CallableOp<? extends T, X> making)
            throws X {
        return ScopedValue.where(SOURCE, new Random(seed)).call(making);
    }
}
