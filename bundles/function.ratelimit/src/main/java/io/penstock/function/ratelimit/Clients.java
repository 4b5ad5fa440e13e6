// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.ratelimit;

/// What all sessions of a client share. Found once, when a session opens, by the client's address; the
/// session keeps the number. A client without sessions is forgotten. Bounded; used by one thread.
final class Clients {
    /// What [#enter] returns where there is no room.
    static final int NONE = -1;

    private static final int EMPTY = 0;

    private final long[] high;
    private final long[] low;
    private final int[] sessions;
    private final long[] full;
    private final int[] free;
    private int freeCount;
    private final int[] table;
    private final int mask;
    private final long secret;

    /// @param most so many clients at once
    /// @param secret makes the order in the table unknown to clients
    Clients(int most, long secret) {
        high = new long[most];
        low = new long[most];
        sessions = new int[most];
        full = new long[2 * most];
        free = new int[most];
        for (int i = 0; i < most; i++) {
            free[i] = most - 1 - i;
        }
        freeCount = most;
        table = new int[Integer.highestOneBit(Math.max(8, most * 2 - 1)) << 1];
        mask = table.length - 1;
        this.secret = secret;
    }

    /// One session more for a client.
    ///
    /// @return the client's number, [#NONE] where there is no room
    int enter(long upper, long lower) {
        int at = home(upper, lower);
        for (; table[at] != EMPTY; at = at + 1 & mask) {
            int client = table[at] - 1;
            if (high[client] == upper && low[client] == lower) {
                sessions[client]++;
                return client;
            }
        }
        if (freeCount == 0) {
            return NONE;
        }
        int client = free[--freeCount];
        high[client] = upper;
        low[client] = lower;
        sessions[client] = 1;
        full[2 * client] = 0;
        full[2 * client + 1] = 0;
        table[at] = client + 1;
        return client;
    }

    /// One session less for a client.
    void leave(int client) {
        if (--sessions[client] > 0) {
            return;
        }
        int hole = home(high[client], low[client]);
        while (table[hole] != client + 1) {
            hole = hole + 1 & mask;
        }
        for (int next = hole + 1 & mask; table[next] != EMPTY; next = next + 1 & mask) {
            int other = table[next] - 1;
            if ((next - home(high[other], low[other]) & mask) >= (next - hole & mask)) {
                table[hole] = table[next];
                hole = next;
            }
        }
        table[hole] = EMPTY;
        free[freeCount++] = client;
    }

    /// When the client's bucket of one direction will be full again.
    long full(int client, boolean up) {
        return full[2 * client + (up ? 1 : 0)];
    }

    void full(int client, boolean up, long time) {
        full[2 * client + (up ? 1 : 0)] = time;
    }

    /// How many clients have sessions.
    int size() {
        return free.length - freeCount;
    }

    private int home(long upper, long lower) {
        long mixed = (upper ^ secret) * 0x9E37_79B9_7F4A_7C15L ^ lower;
        mixed = (mixed ^ mixed >>> 29 ^ secret) * 0x94D0_49BB_1331_11EBL;
        return (int) (mixed ^ mixed >>> 32) & mask;
    }
}
