// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.List;

/// Tells the outputs of a function, which depend on its properties.
@FunctionalInterface
public interface Outputs {
    /// The names of a node's outputs in order; empty, or one empty name, for a single output without a name.
    List<String> of(String type, Node node);
}
