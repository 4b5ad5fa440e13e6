// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import io.penstock.api.layer.Level;
import io.penstock.api.match.Match;
import java.util.List;
import java.util.Map;

/// What the resolver makes of a chain; every part says who asked for it.
///
/// @param chain the chain's name
/// @param nodes in topological order from the client side to the server side
/// @param conditions the merged classifier: each distinct match once
/// @param paths from each client port to each server port
/// @param scratchBytes the size of the longest path's fields
/// @param layers what is read, by the header's name
/// @param tolerated reasons of layers' checks for which no packet is dropped
/// @param warnings one line each
public record Plan(
        String chain,
        List<PlannedNode> nodes,
        List<MergedCondition> conditions,
        List<PlannedPath> paths,
        int scratchBytes,
        Map<String, LayerUse> layers,
        List<String> tolerated,
        List<String> warnings) {

    /// A node and where its matches stand in the merged classifier.
    ///
    /// @param wired the node and what it declares
    /// @param conditions for each of its matches, the index into [Plan#conditions()]
    /// @param narrowed the index of the condition that narrows it
    /// @param next for each output, the node or port that follows
    public record PlannedNode(Wired wired, List<Integer> conditions, int narrowed, List<String> next) {
        public String id() {
            return wired.node().id();
        }
    }

    /// A match that is evaluated once, however many ask for it at places where the packet is the same to it.
    ///
    /// @param askedBy node and place, such as `fw rule 2`
    /// @param cut where that is
    public record MergedCondition(Match match, List<String> askedBy, Cut cut) {}

    /// Which nodes may have set what a match reads before the packet comes to its node.
    ///
    /// @param behind for what enters at the client side
    /// @param ahead for what enters at the server side
    public record Cut(List<String> behind, List<String> ahead) {
        public Cut {
            behind = List.copyOf(behind);
            ahead = List.copyOf(ahead);
        }
    }

    /// The nodes that act on one class of sessions.
    ///
    /// @param steps in order from the client side
    /// @param fields where the fields of its nodes stand in the record's scratch part
    public record PlannedPath(String client, String server, List<PathStep> steps, List<PlacedField> fields, int bytes) {
        /// Where the fields of the node at this index begin.
        public int offsetOf(String node, String field) {
            return fields.stream()
                    .filter(placed ->
                            placed.node().equals(node) && placed.spec().name().equals(field))
                    .findFirst()
                    .orElseThrow()
                    .offset();
        }
    }

    /// A node on a path and the output by which it is left.
    public record PathStep(String node, int output, String outputName) {}

    /// A field and where it stands.
    ///
    /// @param offset in octets from the beginning of the record's scratch part
    public record PlacedField(String node, FieldSpec spec, int offset) {}

    /// The level of a layer and who asked for it.
    public record LayerUse(Level level, List<String> askedBy) {}
}
