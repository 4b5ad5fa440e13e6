// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.Side;
import io.penstock.api.match.Match;
import io.penstock.dataplane.packet.Headers;

/// Says whether a match holds for the octets of one frame, by looking at them alone.
@FunctionalInterface
public interface Oracle {
    boolean holds(Match match, byte[] octets, Side from);

    /// One that evaluates each leaf bit by bit, as the layers declare its field.
    static Oracle plain(Headers headers) {
        return new PlainOracle(headers);
    }
}
