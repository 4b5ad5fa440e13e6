// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.NetworkFunction;
import io.penstock.api.PacketFunction;
import io.penstock.api.layer.Level;
import io.penstock.api.stream.StreamFunction;
import io.penstock.dataplane.packet.Candidates;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.session.Scratchpad;
import io.penstock.dataplane.session.Scratchpads;
import io.penstock.resolver.FieldSpec;
import io.penstock.resolver.Plan.MergedCondition;
import io.penstock.resolver.Plan.PlannedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A node of a running chain: its function, where its matches stand in the classifier, and its counters.
final class Station {
    /// A node of more matches finds the first that holds by an index.
    private static final int FEW_MATCHES = 16;

    static final String NO_MEMORY = "java.lang.OutOfMemoryError";

    final int index;
    final PlannedNode node;
    final String id;
    final String type;
    final NetworkFunction<Object> function;
    final Optional<PacketFunction<Object>> perPacket;
    final Optional<StreamFunction<Object>> stream;
    final Scratchpad pad;
    final List<FieldSpec> fields;
    final int[] conditions;
    final Optional<Candidates> candidates;
    final int narrowed;
    final boolean branches;
    final boolean observe;
    final boolean failOpen;
    final boolean translates;
    final String place;
    final Breaker breaker = new Breaker();
    Tally drops = new Tally();
    Tally observed = new Tally();
    final List<Passage> passages = new ArrayList<>();
    private long packets;
    private long bytes;
    long sessions;
    long failures;

    /// How many holds of clients' bytes, and of servers', one after the other let nothing go in time.
    int overdueOfClients;

    int overdueOfServers;

    volatile String firstFailure = "";

    @SuppressWarnings("unchecked")
    Station(int index, PlannedNode node, NetworkFunction<?> function, List<MergedCondition> merged, Headers headers) {
        this.index = index;
        this.node = node;
        id = node.id();
        type = node.wired().node().type();
        place = "node " + id;
        this.function = (NetworkFunction<Object>) function;
        perPacket = function instanceof PacketFunction<?> each
                ? Optional.of((PacketFunction<Object>) each)
                : Optional.empty();
        stream = function instanceof StreamFunction<?> bytes
                ? Optional.of((StreamFunction<Object>) bytes)
                : Optional.empty();
        fields = node.wired().fields();
        pad = Scratchpads.make(FieldSpec.scratchpadOf(function.getClass()), fields);
        conditions = node.conditions().stream().mapToInt(Integer::intValue).toArray();
        candidates = conditions.length <= FEW_MATCHES
                ? Optional.empty()
                : Optional.of(new Candidates(
                        node.conditions().stream()
                                .map(one -> merged.get(one).match())
                                .toList(),
                        headers));
        narrowed = node.narrowed();
        branches = node.wired().outputs().size() > 1;
        observe = node.wired().node().observe();
        translates = !node.wired().translates().isEmpty();
        failOpen = node.wired().node().onFailure() == io.penstock.chain.OnFailure.OPEN;
    }

    /// Whether its function is shown the bytes that this layer carries.
    boolean reads(String header) {
        var needs = node.wired().needs();
        for (int i = 0; i < needs.size(); i++) {
            if (needs.get(i).layer().equals(header) && needs.get(i).level().compareTo(Level.READ) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether its function is shown what any layer carries.
    boolean readsAny() {
        return node.wired().needs().stream().anyMatch(need -> need.level().compareTo(Level.READ) >= 0);
    }

    /// The name of an output, by its number.
    String output(int number) {
        return number < node.wired().outputs().size() ? node.wired().outputs().get(number) : "";
    }

    void reached(int wireLength) {
        packets++;
        bytes += wireLength;
    }

    /// Counts bytes of a packet that was counted with fewer, or with more.
    void countRest(int octets) {
        bytes += octets;
    }

    /// Packets that came to this node.
    long packets() {
        return packets + passages.stream().mapToLong(passage -> passage.packets).sum();
    }

    /// Their bytes on the wire.
    long bytes() {
        return bytes + passages.stream().mapToLong(passage -> passage.bytes).sum();
    }

    /// Goes on counting where the same node of the program before is; what that one still drops counts here too.
    void takeOver(Station before) {
        packets = before.packets();
        bytes = before.bytes();
        sessions = before.sessions;
        failures = before.failures;
        firstFailure = breaker.isOpenForGood() ? firstFailure : before.firstFailure;
        drops = before.drops;
        observed = before.observed;
    }

    /// Counts what the same node of the program before has counted since it was told to begin at 0.
    void addRest(Station before) {
        packets += before.packets();
        bytes += before.bytes();
        sessions += before.sessions;
        failures += before.failures;
        before.beginAtZero();
    }

    void beginAtZero() {
        packets = 0;
        bytes = 0;
        sessions = 0;
        failures = 0;
    }

    /// Forgets what was counted.
    void clear() {
        beginAtZero();
        firstFailure = "";
        drops.clear();
        observed.clear();
    }

    void failed(Throwable failure) {
        failures++;
        if (firstFailure.isEmpty()) {
            // Where there is no memory there is none for a text either.
            firstFailure = failure instanceof OutOfMemoryError
                    ? NO_MEMORY
                    : failure.toString().replace('\n', ' ');
        }
    }
}
