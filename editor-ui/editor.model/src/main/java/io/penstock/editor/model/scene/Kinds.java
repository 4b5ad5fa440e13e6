// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.scene;

import io.penstock.chain.Node;
import java.util.List;
import java.util.Optional;

/// What is known of functions, beyond what a chain says of them.
public interface Kinds {
    /// Nothing is: the shape of a node's properties has to tell.
    Kinds UNKNOWN = new Kinds() {
        @Override
        public List<String> outputs(Node node) {
            return List.of();
        }

        @Override
        public Optional<Icon> icon(Node node) {
            return Optional.empty();
        }

        @Override
        public boolean isMissing(Node node) {
            return false;
        }
    };

    /// The names of a node's outputs; one empty name where there is a single one; empty where nothing is known of
    /// its function.
    List<String> outputs(Node node);

    /// The sign of a node.
    Optional<Icon> icon(Node node);

    /// Whether its function is not installed.
    boolean isMissing(Node node);
}
