// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.Side;
import io.penstock.api.match.Match;

/// Says whether a match holds for the octets of one frame, by looking at them alone.
@FunctionalInterface
public interface Oracle {
    boolean holds(Match match, byte[] octets, Side from);
}
