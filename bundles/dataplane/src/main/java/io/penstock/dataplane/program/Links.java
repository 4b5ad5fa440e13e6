// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Address;
import io.penstock.api.Owned;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Neighbours;
import io.penstock.api.layer.Neighbours.Notice;
import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.Frame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// Answers, with the port's own link address, whoever asks for an address that a function owns, and finds
/// out to which station a frame has to go that came to this address.
///
/// All else on the link is left as it is: a chain is a bump in the wire.
final class Links {
    /// What became of a frame that belongs to no session.
    enum Fate {
        /// It is none of ours.
        CROSSES,
        /// It asked for an address of ours and was answered.
        ANSWERED,
        /// It told us what we had asked for.
        TAKEN
    }

    /// Locally administered; the last octets number the port.
    private static final long MADE_UP = 0x02_50_4e_00_00_00L;

    private final List<Neighbours> protocols;
    private final List<Owned> owned;
    private final boolean active;
    private final long[] own;
    private NeighbourTable table = new NeighbourTable();
    private final MemorySegment made = Arena.ofAuto().allocate(Neighbours.MOST_OCTETS, 8);
    private final Burst burst = new Burst();
    private int bits;
    private long high;
    private long low;

    /// @param owned the addresses that functions of the chain own
    Links(List<Gate> gates, List<Neighbours> protocols, List<Owned> owned) {
        this.protocols = List.copyOf(protocols);
        this.owned = List.copyOf(owned);
        active = !owned.isEmpty() && !protocols.isEmpty();
        own = gates.stream()
                .mapToLong(gate -> gate.port.linkAddress() != 0 ? gate.port.linkAddress() : MADE_UP + gate.index + 1)
                .toArray();
    }

    /// Goes on with what another has learned of the same ports.
    void takeOver(Links other) {
        table = other.table;
    }

    /// Whether some function owns an address; else this has nothing to do.
    boolean active() {
        return active;
    }

    /// Reads a frame that belongs to no session, and answers it where it asks for an address of ours.
    Fate take(Frame frame, Burst from, int slot, Gate gate, long now) {
        for (int i = 0; i < protocols.size(); i++) {
            Optional<Notice> read = protocols.get(i).read(frame);
            if (read.isPresent()) {
                return take(protocols.get(i), read.get(), frame, from, slot, gate, now);
            }
        }
        return Fate.CROSSES;
    }

    private Fate take(Neighbours protocol, Notice notice, Frame frame, Burst from, int slot, Gate gate, long now) {
        Optional<Address> told = notice.asks() ? notice.sender() : Optional.of(notice.about());
        if (told.isPresent()) {
            table.learn(gate.index, told.get(), notice.station(), now);
        }
        if (notice.asks() && owns(gate, notice.about())) {
            int octets = protocol.answer(frame, own[gate.index], made);
            send(gate, from, slot, octets);
            return Fate.ANSWERED;
        }
        return isForUs(frame, gate) ? Fate.TAKEN : Fate.CROSSES;
    }

    /// Learns from a frame that another worker answers.
    void overhear(Frame frame, Gate gate, long now) {
        for (int i = 0; i < protocols.size(); i++) {
            Optional<Notice> read = protocols.get(i).read(frame);
            if (read.isPresent()) {
                Notice notice = read.get();
                Optional<Address> told = notice.asks() ? notice.sender() : Optional.of(notice.about());
                told.ifPresent(address -> table.learn(gate.index, address, notice.station(), now));
                return;
            }
        }
    }

    private boolean owns(Gate gate, Address address) {
        for (int i = 0; i < owned.size(); i++) {
            if (owned.get(i).side() == gate.side && owned.get(i).address().equals(address)) {
                return true;
            }
        }
        return false;
    }

    private void send(Gate gate, Burst like, int slot, int octets) {
        burst.count = 1;
        burst.memory[0] = made;
        burst.offset[0] = 0;
        burst.length[0] = octets;
        burst.wireLength[0] = octets;
        burst.stamp[0] = like.stamp[slot];
        burst.ticks[0] = like.ticks[slot];
        burst.origin[0] = like.origin[slot];
        gate.send(burst, 0);
        gate.flush();
    }

    /// Whether a frame that came in at this port was sent to its own link address.
    boolean isForUs(Frame frame, Gate gate) {
        return frame.goesTo(own[gate.index]);
    }

    /// The link address of a frame's sender, 0 where it has none.
    static long sender(Frame frame) {
        int at = stationHeader(frame);
        return at < 0 ? 0 : frame.read(stations(frame.header(at)).from(), frame.start(at));
    }

    /// Sends a frame on to a station.
    static void redirect(Frame frame, long station) {
        int at = stationHeader(frame);
        if (at >= 0) {
            frame.set(stations(frame.header(at)).to(), station);
        }
    }

    /// Sends a frame on to the station that has the address it goes to.
    ///
    /// @return whether that station is known
    boolean resolve(Frame frame, Gate out, long now) {
        if (!look(frame)) {
            return true;
        }
        long station = table.find(out.index, bits, high, low, now);
        if (station != 0) {
            redirect(frame, station);
        }
        return station != 0;
    }

    /// Asks for the address that a frame goes to, where it is time to.
    ///
    /// @return whether a question was sent
    boolean ask(Frame frame, Burst like, int slot, Gate out, long now) {
        if (!look(frame) || !table.due(out.index, bits, high, low, now)) {
            return false;
        }
        Address wanted = new Address(bits, high, low);
        for (int i = 0; i < protocols.size(); i++) {
            int octets = protocols.get(i).question(frame, wanted, own[out.index], made);
            if (octets > 0) {
                send(out, like, slot, octets);
                return true;
            }
        }
        return false;
    }

    /// Reads the address that a frame goes to.
    private boolean look(Frame frame) {
        int at = header(frame, Header.Role.ADDRESS);
        if (at < 0) {
            return false;
        }
        Field to = pair(frame.header(at), Header.Role.ADDRESS).to();
        int start = frame.start(at) + to.octet();
        bits = to.width();
        high = bits > 64 ? frame.u64(start) : 0;
        low = bits > 64 ? frame.u64(start + 8) : frame.read(to, frame.start(at));
        return true;
    }

    private static int stationHeader(Frame frame) {
        return header(frame, Header.Role.STATION);
    }

    private static int header(Frame frame, Header.Role role) {
        for (int i = 0; i < frame.depth(); i++) {
            List<Header.Pair> pairs = frame.header(i).pairs();
            for (int p = 0; p < pairs.size(); p++) {
                if (pairs.get(p).role() == role) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static Header.Pair stations(Header header) {
        return pair(header, Header.Role.STATION);
    }

    private static Header.Pair pair(Header header, Header.Role role) {
        for (int p = 0; p < header.pairs().size(); p++) {
            if (header.pairs().get(p).role() == role) {
                return header.pairs().get(p);
            }
        }
        throw new IllegalStateException(header + " has no such pair");
    }
}
