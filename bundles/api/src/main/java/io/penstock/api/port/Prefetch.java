// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.port;

import java.lang.foreign.MemorySegment;

/// Asks the processor for memory that will be read soon, so that several misses overlap. A service where there is
/// native code for it; else [#NONE] is used.
@FunctionalInterface
public interface Prefetch {
    /// Asks for nothing.
    Prefetch NONE = (addresses, count) -> {};

    /// Asks for the cache lines at the first `count` addresses; an address that is not mapped does no harm.
    ///
    /// @param addresses native memory with one 64-bit address after another
    void lines(MemorySegment addresses, int count);
}
