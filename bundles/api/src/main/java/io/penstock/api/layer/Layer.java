// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.layer;

import io.penstock.api.stream.Protocol;
import io.penstock.api.stream.Streams;
import java.util.List;
import java.util.Optional;

/// A protocol layer: a service that declares headers. All that the platform knows of a protocol stands in
/// these declarations; the parser, the session keys, the matches and the checksums are made from them.
public interface Layer {
    /// The headers that this layer brings; always the same.
    List<Header> headers();

    /// How stations find each other over the links that this layer speaks for.
    default List<Neighbours> neighbours() {
        return List.of();
    }

    /// Shows bytes of sessions in order, where the layer can: made anew for each call. The types that it marks with
    /// [LayerView] at [Level#READ] or above are those that functions name to see them.
    default Optional<Streams> streams() {
        return Optional.empty();
    }

    /// Protocols that run in the bytes of other layers' streams: made anew for each call. The types that this layer
    /// marks with [LayerView] name them.
    default List<Protocol> protocols() {
        return List.of();
    }
}
