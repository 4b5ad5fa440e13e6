// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.control.Control.ChainRequest;
import java.util.List;
import java.util.Set;

/// Another drawing in the place of the one that a chain ran.
///
/// @param former what the chain was made of
/// @param present what it is made of now
record Redrawing(RunningChain chain, ChainRequest former, ChainRequest present) implements Change {
    @Override
    public String name() {
        return "chain " + chain.name();
    }

    @Override
    public String after() {
        return "the new drawing";
    }

    @Override
    public String before() {
        return "the drawing before";
    }

    @Override
    public List<RunningChain> chains() {
        return List.of(chain);
    }

    @Override
    public Set<Long> replaces() {
        return Set.of();
    }

    @Override
    public boolean isIn(Assembly assembly) {
        return assembly.request().equals(present);
    }

    @Override
    public ChainRequest former(Assembly assembly) {
        return former;
    }

    /// A drawing belongs to whoever drew it: nothing is written.
    @Override
    public void count() {}

    @Override
    public void discard() {}
}
