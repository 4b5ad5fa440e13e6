// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.NetworkFunction;
import io.penstock.api.PacketFunction;
import io.penstock.chain.OnFailure;
import io.penstock.dataplane.program.Counters;
import io.penstock.dataplane.session.Handles;
import io.penstock.dataplane.session.Scratchpad;
import io.penstock.dataplane.session.Scratchpads;
import io.penstock.resolver.FieldSpec;
import io.penstock.resolver.Wired;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One function by itself, as if there were no other: with a session table of its own and its fields in records of
/// its own.
final class Alone {
    /// A session as this function knows it.
    static final class Talk {
        final MemorySegment fields;
        final byte[] near;
        byte[] far;
        String before = "";
        String after = "";
        boolean translated;
        boolean skipped;
        boolean blocked;
        State state = new State();

        Talk(MemorySegment fields, byte[] near) {
            this.fields = fields;
            this.near = near;
            far = near;
        }
    }

    /// The state of a connection, which belongs to its layer and not to any function.
    static final class State {
        int number;
    }

    /// A session and whether a packet with this key goes the way of its opener.
    record Entry(Talk talk, boolean forward) {}

    final Wired wired;
    final NetworkFunction<Object> function;
    final Optional<PacketFunction<Object>> perPacket;
    final boolean observe;
    final boolean failOpen;
    private final Scratchpad pad;
    private final int[] offsets;
    private final int bytes;
    private final Handles handles = new Handles();
    private final Map<ByteBuffer, Entry> table = new HashMap<>();

    @SuppressWarnings("unchecked")
    Alone(Wired wired, NetworkFunction<?> function) {
        this.wired = wired;
        this.function = (NetworkFunction<Object>) function;
        perPacket = function instanceof PacketFunction<?> each
                ? Optional.of((PacketFunction<Object>) each)
                : Optional.empty();
        observe = wired.node().observe();
        failOpen = wired.node().onFailure() == OnFailure.OPEN;
        List<FieldSpec> fields = wired.fields();
        pad = Scratchpads.make(FieldSpec.scratchpadOf(function.getClass()), fields);
        offsets = new int[fields.size()];
        int size = 0;
        for (int i = 0; i < fields.size(); i++) {
            offsets[i] = size;
            size += fields.get(i).bytes() + 7 & ~7;
        }
        bytes = size;
    }

    String id() {
        return wired.node().id();
    }

    boolean branches() {
        return wired.outputs().size() > 1;
    }

    Talk talk(byte[] key) {
        return new Talk(MemorySegment.ofArray(new long[bytes / 8 + 1]), key);
    }

    Scratchpad pad(Talk talk) {
        pad.look(talk.fields, 0, offsets, handles);
        return pad;
    }

    Optional<Entry> find(byte[] key) {
        return Optional.ofNullable(table.get(ByteBuffer.wrap(key)));
    }

    /// @param answer the key of what comes back
    /// @return whether it could be told from all others
    boolean keep(Talk talk, byte[] answer) {
        if (table.containsKey(ByteBuffer.wrap(answer))) {
            return false;
        }
        table.put(ByteBuffer.wrap(answer), new Entry(talk, false));
        table.put(ByteBuffer.wrap(talk.near), new Entry(talk, true));
        return true;
    }

    /// What it keeps, as `node.field = value`, for each session.
    List<String> fields() {
        List<String> values = new ArrayList<>();
        for (Entry entry : table.values()) {
            for (int i = 0; entry.forward() && i < offsets.length; i++) {
                FieldSpec field = wired.fields().get(i);
                values.add(id() + "." + field.name() + " = " + Counters.value(entry.talk().fields, offsets[i], field));
            }
        }
        return values;
    }

    void forget(Talk talk) {
        table.values().removeIf(entry -> entry.talk() == talk);
    }

    /// Ends all sessions.
    void forgetAll() {
        List<Talk> talks =
                table.values().stream().filter(Entry::forward).map(Entry::talk).toList();
        table.clear();
        talks.forEach(talk -> function.onEnd(pad(talk)));
    }
}
