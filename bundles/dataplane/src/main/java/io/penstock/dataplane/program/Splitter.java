// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Side;
import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.packet.Parser;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/// Splits one capture of both directions by who opened: the sender of a session's first frame stands at the client
/// side. Frames of no session come from the client side, or from where their sender was seen before.
public final class Splitter {
    private static final int MOST_SESSIONS = 1 << 20;

    private final Parser parser;
    private final Keys keys;
    private final Gate client;
    private final Gate server;
    private final Frame frame = new Frame();
    private final MemorySegment key = Arena.ofAuto().allocate(Keys.BYTES, 8);
    private final MemorySegment back = Arena.ofAuto().allocate(Keys.BYTES, 8);
    private final Set<ByteBuffer> openers = new HashSet<>();
    private final Stations learned = new Stations();

    public Splitter(Headers headers, Gate client, Gate server) {
        parser = new Parser(headers);
        keys = new Keys(headers, parser);
        this.client = client;
        this.server = server;
    }

    /// The port at which a frame entered.
    public Gate gateOf(Burst burst, int slot) {
        frame.wrap(burst.memory[slot], burst.offset[slot], burst.length[slot], burst.wireLength[slot]);
        frame.came(Side.CLIENT, burst.stamp[slot]);
        String fault = parser.parse(frame, burst.origin[slot].linkType());
        Gate gate = fault.isEmpty() ? bySession() : byStation();
        learned.learn(frame, gate.index);
        return gate;
    }

    private Gate bySession() {
        int kind = keys.kindOf(frame);
        if (kind < 0 || !keys.fill(frame, kind, key)) {
            return byStation();
        }
        Keys.reverse(key, back);
        ByteBuffer backward = bytes(back);
        if (openers.contains(backward)) {
            return server;
        }
        if (openers.size() < MOST_SESSIONS) {
            openers.add(bytes(key));
        }
        return client;
    }

    private Gate byStation() {
        int seen = learned.sender(frame);
        return seen == server.index ? server : client;
    }

    private static ByteBuffer bytes(MemorySegment segment) {
        return ByteBuffer.wrap(segment.toArray(ValueLayout.JAVA_BYTE));
    }
}
