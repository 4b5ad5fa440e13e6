// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import io.penstock.api.port.PortRefused;
import io.penstock.api.port.Prefetch;
import java.lang.foreign.MemorySegment;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Prefetching by the shim, which does nothing where there is no shim.
@Component
public final class ShimPrefetch implements Prefetch {
    private final boolean there;

    @Activate
    public ShimPrefetch() {
        boolean loaded = true;
        try {
            Bridge.load();
        } catch (PortRefused _) {
            loaded = false;
        }
        there = loaded;
    }

    @Override
    public void lines(MemorySegment addresses, int count) {
        if (there) {
            BurstCall.prefetch(addresses.address(), Math.min(count, (int) (addresses.byteSize() / Long.BYTES)));
        }
    }
}
