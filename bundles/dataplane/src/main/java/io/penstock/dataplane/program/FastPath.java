// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.BurstKeys;
import io.penstock.dataplane.packet.FastParser;
import io.penstock.dataplane.session.SessionStore;
import java.lang.foreign.Arena;

/// The way of a whole burst: parse and hash all frames, look all sessions up, run each path.
final class FastPath {
    private final SessionStore store;
    private final FastParser parser;
    private final BurstKeys found;
    private final Compiled compiled;

    FastPath(SessionStore store, FastParser parser, BurstKeys found, Compiled compiled, Arena arena) {
        this.store = store;
        this.parser = parser;
        this.found = found;
        this.compiled = compiled;
    }

    void carry(Burst burst, Gate gate, long now) {
        parser.parse(burst);
        int[] entries = found.entries();
        for (int i = 0; i < burst.count; i++) {
            entries[i] = found.shapes()[i] == FastParser.SLOW ? Compiled.SLOW : store.candidate(found.hash()[i]);
        }
        compiled.run(burst, gate, now);
    }
}
