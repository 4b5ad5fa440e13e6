// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import io.penstock.api.Edit;
import io.penstock.api.End;
import io.penstock.api.NetworkFunction;
import io.penstock.api.PacketFunction;
import io.penstock.api.Vnf;
import io.penstock.api.layer.LayerView;
import io.penstock.api.layer.Level;
import io.penstock.api.match.Match;
import io.penstock.api.stream.StreamFunction;
import io.penstock.chain.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A node of a chain together with what its function declares.
///
/// @param node as drawn
/// @param narrowed the node's own `match`, [Match.Any] for all
/// @param perPacket whether it sees each packet
/// @param matches what it wants to know when a session opens
/// @param outputs the names of its outputs
/// @param needs the layers that it reads, with their level
/// @param edits what it may change
/// @param writes header fields that it may set, as `header.field`
/// @param translates ends of sessions to which it may give another address or port
/// @param fields of its scratchpad
/// @param tolerates reasons of layers' checks for which it wants no packet dropped
/// @param warnings of its configuration
public record Wired(
        Node node,
        Match narrowed,
        boolean perPacket,
        List<Match> matches,
        List<String> outputs,
        List<Need> needs,
        Edit edits,
        List<String> writes,
        List<End> translates,
        List<FieldSpec> fields,
        List<String> tolerates,
        List<String> warnings) {

    /// A layer that a function reads.
    ///
    /// @param type the type that the function named
    public record Need(String layer, Level level, String type) {}

    public Wired {
        matches = List.copyOf(matches);
        outputs = List.copyOf(outputs);
        needs = List.copyOf(needs);
        writes = List.copyOf(writes);
        translates = List.copyOf(translates);
        fields = List.copyOf(fields);
        tolerates = List.copyOf(tolerates);
        warnings = List.copyOf(warnings);
    }

    /// Reads what a configured function declares.
    ///
    /// @throws IllegalArgumentException when its class breaks the contract
    public static Wired of(Node node, Match narrowed, NetworkFunction<?> function) {
        Class<?> type = function.getClass();
        Vnf vnf = type.getAnnotation(Vnf.class);
        if (vnf == null) {
            throw new IllegalArgumentException(type.getName() + " is not marked with @Vnf");
        }
        List<Need> needs = new ArrayList<>();
        for (Class<?> over : vnf.over()) {
            LayerView view = over.getAnnotation(LayerView.class);
            if (view == null) {
                throw new IllegalArgumentException(
                        type.getName() + " reads over " + over.getName() + ", which no layer marks with @LayerView");
            }
            needs.add(new Need(view.layer(), view.level(), over.getSimpleName()));
        }
        choose(node.over(), needs, function instanceof StreamFunction);
        if (function instanceof StreamFunction
                && needs.stream().noneMatch(need -> need.level().compareTo(Level.READ) >= 0)) {
            throw new IllegalArgumentException(
                    "it reads streams and names none in @Vnf(over = ...), such as TcpStream.class");
        }
        return new Wired(
                node,
                narrowed,
                function instanceof PacketFunction,
                function.matches(),
                function.outputs(),
                needs,
                vnf.edits(),
                Arrays.asList(vnf.writes()),
                Arrays.asList(vnf.translates()),
                FieldSpec.of(FieldSpec.scratchpadOf(type)),
                function.tolerates(),
                function.warnings());
    }

    /// Where a node says itself which streams it reads, those are read and no others; the function need not know them.
    private static void choose(List<String> over, List<Need> needs, boolean readsStreams) {
        if (over.isEmpty()) {
            return;
        }
        if (!readsStreams) {
            throw new IllegalArgumentException("it reads no streams, so `over` has nothing to choose");
        }
        List<Need> declared = List.copyOf(needs);
        needs.removeIf(need -> need.level().compareTo(Level.READ) >= 0);
        for (String layer : over) {
            needs.add(declared.stream()
                    .filter(need -> need.layer().equals(layer))
                    .findFirst()
                    .orElseGet(() -> new Need(layer, Level.READ, layer)));
        }
    }
}
