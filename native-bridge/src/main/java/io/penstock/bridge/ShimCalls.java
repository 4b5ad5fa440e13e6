// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import io.penstock.api.port.NativeCalls;
import io.penstock.api.port.PortRefused;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Both ways into the shim, to its function that does nothing: why bursts do not go through JNA's mapping.
@Component
public final class ShimCalls implements NativeCalls {
    /// Rounds that only warm, then rounds that count.
    private static final int WARM = 30;

    private static final int ROUNDS = 9;
    private static final int JNA_CALLS = 200_000;
    private static final int DOWNCALLS = 2_000_000;

    @Activate
    public ShimCalls() {}

    @Override
    public Costs measure() throws PortRefused {
        Bridge.load();
        return new Costs(median(ShimCalls::jna, JNA_CALLS), median(ShimCalls::downcall, DOWNCALLS));
    }

    private static void jna(int calls) {
        for (int i = 0; i < calls; i++) {
            Shim.ps_nothing();
        }
    }

    private static void downcall(int calls) {
        for (int i = 0; i < calls; i++) {
            BurstCall.nothing();
        }
    }

    private static double median(IntConsumer way, int calls) {
        double[] nanos = new double[WARM + ROUNDS];
        for (int round = 0; round < nanos.length; round++) {
            long began = System.nanoTime();
            way.accept(calls);
            nanos[round] = (System.nanoTime() - began) / (double) calls;
        }
        Arrays.sort(nanos, WARM, nanos.length);
        return nanos[WARM + ROUNDS / 2];
    }
}
