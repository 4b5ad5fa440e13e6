// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.Optional;

/// One difference between two chains.
public sealed interface Change {
    /// The difference in one line, such as `fw: rules: + allow udp port 53`.
    String text();

    /// The chain has another name.
    record Renamed(String before, String after) implements Change {
        @Override
        public String text() {
            return "chain: " + before + " -> " + after;
        }
    }

    /// A port that the first chain has not.
    record PortAdded(PortSpec port) implements Change {
        @Override
        public String text() {
            return "+ port " + port.id() + " (" + port.driver() + ")";
        }
    }

    /// A port that the second chain has not.
    record PortRemoved(PortSpec port) implements Change {
        @Override
        public String text() {
            return "- port " + port.id() + " (" + port.driver() + ")";
        }
    }

    /// A port with another driver or option.
    ///
    /// @param option its key, such as `driver` or `in`
    record PortChanged(String port, String option, Optional<Object> before, Optional<Object> after) implements Change {
        @Override
        public String text() {
            return "~ port " + port + ": " + ValueChange.text(option, before, after);
        }
    }

    /// A node that the first chain has not.
    record NodeAdded(Node node) implements Change {
        @Override
        public String text() {
            return "+ " + node.id() + " (" + node.type() + ")";
        }
    }

    /// A node that the second chain has not.
    record NodeRemoved(Node node) implements Change {
        @Override
        public String text() {
            return "- " + node.id() + " (" + node.type() + ")";
        }
    }

    /// A node with another property, or another value of a platform key.
    ///
    /// @param property its key, such as `rules` or `on-failure`
    record PropertyChanged(String node, String property, Optional<Object> before, Optional<Object> after)
            implements Change {
        @Override
        public String text() {
            return "~ " + node + ": " + ValueChange.text(property, before, after);
        }
    }

    /// A wire that the first chain has not.
    record WireAdded(Wire wire) implements Change {
        @Override
        public String text() {
            return "+ " + wire.text();
        }
    }

    /// A wire that the second chain has not.
    record WireRemoved(Wire wire) implements Change {
        @Override
        public String text() {
            return "- " + wire.text();
        }
    }
}
