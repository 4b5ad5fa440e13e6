// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.layout;

import java.util.List;

/// What is laid out: boxes of known size, and edges between their connectors.
public record Graph(List<Box> boxes, List<Edge> edges) {
    public Graph {
        boxes = List.copyOf(boxes);
        edges = List.copyOf(edges);
    }

    /// Where a box has to stand.
    public enum Place {
        FIRST_LAYER,
        BETWEEN,
        LAST_LAYER
    }

    /// A box.
    ///
    /// @param id unique
    /// @param input how far below the top its input is
    /// @param outputs how far below the top each output is
    public record Box(String id, Place place, double width, double height, double input, List<Double> outputs) {
        public Box {
            outputs = List.copyOf(outputs);
        }
    }

    /// An edge between two boxes by their index.
    ///
    /// @param output the index of the output that it starts from
    public record Edge(int from, int output, int to) {}
}
