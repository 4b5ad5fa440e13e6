// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.nat;

import io.penstock.api.Slice;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Which inside end has which outside port, for one protocol and one or more outside addresses (RFC 4787
/// section 4).
///
/// An inside end keeps its port for all whom it talks to (REQ-1), and as long as nobody else needs it: a
/// port without sessions goes to the end of a queue and is given to another only when its turn comes, so
/// that the one that has been free for longest goes first. Ports are chosen with the same parity (REQ-4)
/// and on the same side of 1024 (REQ-3) where there is one. One that has sessions is never given away.
///
/// Where several workers carry the chain, each has the ports to which answers are brought to it.
///
/// Bounded by the number of ports; nothing is allocated after the start. Used by one thread.
final class Bindings {
    /// What [#bind] returns where every port has sessions.
    static final int NONE = -1;

    private static final int EMPTY = 0;
    private static final int PRIVILEGED = 1_024;
    private static final int QUEUES = 4;

    private final int addresses;
    private final int first;
    private final int ports;
    private final int[] insideAddress;
    private final char[] insidePort;
    private final boolean[] known;
    private final int[] users;

    /// Queues of ports without sessions, oldest first: rings through `after` and `before`, whose heads
    /// are the entries behind those of the ports.
    private final int[] after;

    private final int[] before;

    private final int[] table;
    private final int mask;
    private final int secret;
    private final Slice slice;
    private int live;

    /// @param addresses how many outside addresses share the ports
    /// @param first the least port
    /// @param last the greatest port
    /// @param secret makes the order in the table unknown to clients
    Bindings(int addresses, int first, int last, int secret) {
        this(addresses, first, last, secret, new Slice(0, 1));
    }

    /// @param slice which of the ports it has
    Bindings(int addresses, int first, int last, int secret, Slice slice) {
        this.slice = slice;
        this.addresses = addresses;
        this.first = first;
        this.secret = secret;
        ports = last - first + 1;
        int slots = addresses * ports;
        insideAddress = new int[slots];
        insidePort = new char[slots];
        known = new boolean[slots];
        users = new int[slots];
        after = new int[slots + addresses * QUEUES];
        before = new int[slots + addresses * QUEUES];
        table = new int[Integer.highestOneBit(Math.max(8, slots * 2 - 1)) << 1];
        mask = table.length - 1;
        for (int head = slots; head < after.length; head++) {
            after[head] = head;
            before[head] = head;
        }
        for (int slot = 0; slot < slots; slot++) {
            if (slice.hasPort(port(slot))) {
                enqueue(slot);
            }
        }
    }

    /// The same with nothing given away, and only the ports of a slice.
    Bindings of(Slice part) {
        return new Bindings(addresses, first, first + ports - 1, secret, part);
    }

    Slice slice() {
        return slice;
    }

    /// Whether there is any port.
    boolean hasPorts() {
        return IntStream.range(first, first + ports).anyMatch(slice::hasPort);
    }

    /// Gives an inside end its port, and one session more.
    ///
    /// @param address the inside address
    /// @param port the inside port
    /// @return the slot, to be given back with [#release], or [#NONE]
    int bind(int address, int port) {
        int slot = find(address, port);
        if (slot == NONE) {
            slot = choose(address, port);
            if (slot == NONE) {
                return NONE;
            }
            give(slot, address, port);
        }
        if (users[slot]++ == 0) {
            dequeue(slot);
            live++;
        }
        return slot;
    }

    /// Takes one session from a port.
    void release(int slot) {
        if (--users[slot] == 0) {
            enqueue(slot);
            live--;
        }
    }

    /// The index of a slot's outside address.
    int address(int slot) {
        return slot / ports;
    }

    /// A slot's outside port.
    int port(int slot) {
        return first + slot % ports;
    }

    /// How many ports have sessions.
    int live() {
        return live;
    }

    /// All inside ends of one address are seen with one outside address (REQ-2), unless its ports are
    /// used up.
    private int choose(int address, int port) {
        int preferred = Integer.remainderUnsigned(address, addresses);
        for (int i = 0; i < addresses; i++) {
            int slot = choose((preferred + i) % addresses, port, preserved((preferred + i) % addresses, port));
            if (slot != NONE) {
                return slot;
            }
        }
        return NONE;
    }

    private int choose(int outside, int port, int preserved) {
        if (preserved != NONE) {
            return preserved;
        }
        int wanted = queue(port);
        for (int change = 0; change < QUEUES; change++) {
            int head = head(outside, wanted ^ change);
            if (after[head] != head) {
                return after[head];
            }
        }
        return NONE;
    }

    /// The port of the same number, where nobody had it yet.
    private int preserved(int outside, int port) {
        if (port < first || port >= first + ports || !slice.hasPort(port)) {
            return NONE;
        }
        int slot = outside * ports + port - first;
        return known[slot] ? NONE : slot;
    }

    private void give(int slot, int address, int port) {
        if (known[slot]) {
            forget(slot);
        }
        known[slot] = true;
        insideAddress[slot] = address;
        insidePort[slot] = (char) port;
        int at = home(address, port);
        while (table[at] != EMPTY) {
            at = at + 1 & mask;
        }
        table[at] = slot + 1;
    }

    private int find(int address, int port) {
        for (int at = home(address, port); table[at] != EMPTY; at = at + 1 & mask) {
            int slot = table[at] - 1;
            if (insideAddress[slot] == address && insidePort[slot] == port) {
                return slot;
            }
        }
        return NONE;
    }

    private void forget(int slot) {
        int hole = home(insideAddress[slot], insidePort[slot]);
        while (table[hole] != slot + 1) {
            hole = hole + 1 & mask;
        }
        for (int next = hole + 1 & mask; table[next] != EMPTY; next = next + 1 & mask) {
            int other = table[next] - 1;
            int home = home(insideAddress[other], insidePort[other]);
            if ((next - home & mask) >= (next - hole & mask)) {
                table[hole] = table[next];
                hole = next;
            }
        }
        table[hole] = EMPTY;
    }

    private int home(int address, int port) {
        long mixed = ((long) address << 16 | port) * 0x9E37_79B9_7F4A_7C15L ^ secret * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 29) * 0x94D0_49BB_1331_11EBL;
        return (int) (mixed ^ mixed >>> 32) & mask;
    }

    /// Even and odd ports, below and from 1024 on; one changed bit leads to the other parity, then to the
    /// other side.
    private static int queue(int port) {
        return (port < PRIVILEGED ? 2 : 0) | port & 1;
    }

    private int head(int outside, int queue) {
        return addresses * ports + outside * QUEUES + queue;
    }

    private void enqueue(int slot) {
        int head = head(address(slot), queue(port(slot)));
        after[slot] = head;
        before[slot] = before[head];
        after[before[head]] = slot;
        before[head] = slot;
    }

    private void dequeue(int slot) {
        after[before[slot]] = after[slot];
        before[after[slot]] = before[slot];
    }

    @Override
    public String toString() {
        return live + " of " + users.length + " ports, " + Arrays.stream(users).sum() + " sessions";
    }
}
