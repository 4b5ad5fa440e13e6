// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import java.util.List;
import java.util.Set;

/// What runs in the place of something else and can still go back: another version of a bundle, or another drawing.
interface Change {
    /// By what a person confirms it.
    String name();

    /// What runs now, as a sentence names it.
    String after();

    /// What ran before, as a sentence names it; empty for nothing.
    String before();

    /// Where it runs.
    List<RunningChain> chains();

    /// The bundles in whose place it came.
    Set<Long> replaces();

    /// Whether a chain put together like this has it.
    boolean isIn(Assembly assembly);

    /// What a chain that has it is made of once it has gone back.
    ChainRequest former(Assembly assembly);

    /// Has it count.
    ///
    /// @throws Refused when that cannot be written; then what was before counts
    void count() throws Refused;

    /// Takes it away, once no chain has it any more.
    void discard();
}
