// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.port;

/// Measures what it costs to call native code that does nothing. A service where there is native code behind ports.
@FunctionalInterface
public interface NativeCalls {
    /// Measures on the calling thread, in a few seconds.
    ///
    /// @throws PortRefused where the native code cannot be loaded, with one line that says why
    Costs measure() throws PortRefused;

    /// What one call costs, once it is compiled: medians over several rounds.
    ///
    /// @param jnaNanos through JNA's direct mapping, in nanoseconds
    /// @param downcallNanos through a `java.lang.foreign` downcall to the same address, in nanoseconds
    record Costs(double jnaNanos, double downcallNanos) {}
}
