// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import java.util.List;

/// A plan that explains itself: what the resolver made of a chain, and for each thing who asked for it.
///
/// @param chain its name
/// @param classifier conditions evaluated once per session, merged over all functions
/// @param paths the ordered nodes for each class of sessions
/// @param record the session record
/// @param recordBytes its size, keys and timers included
/// @param layers what is parsed and kept, at the least level
/// @param clock what counts as time, and why
/// @param workers how many, and why
/// @param alone what the same functions would do one after the other
/// @param warnings such as shadowed rules, one line each
public record Explanation(
        String chain,
        List<Condition> classifier,
        List<Path> paths,
        List<Field> record,
        int recordBytes,
        List<LayerUse> layers,
        String clock,
        String workers,
        Alone alone,
        List<String> warnings) {

    /// One condition of the merged classifier.
    ///
    /// @param match as text
    /// @param askedBy nodes with the rule or output that needs it
    public record Condition(String match, List<String> askedBy) {}

    /// @param from the client port
    /// @param to the server port
    /// @param nodes in order, as `node` or `node.output`
    /// @param when the condition under which it is chosen; empty for always
    public record Path(String from, String to, List<String> nodes, String when) {}

    /// @param offset in bytes from the record's start
    /// @param bytes its size
    /// @param name the field's name
    /// @param owner the node, or `platform`
    public record Field(int offset, int bytes, String name, String owner) {}

    /// @param layer its name
    /// @param level `off`, `track`, ...
    /// @param askedBy node and why, one line each
    public record LayerUse(String layer, String level, List<String> askedBy) {}

    /// What the chain costs for each packet, merged and as separate functions.
    public record Alone(
            int nodes,
            int mergedClassifications,
            int separateClassifications,
            int mergedLookups,
            int separateLookups,
            int mergedParsers,
            int separateParsers) {}
}
