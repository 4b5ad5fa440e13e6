// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// One worker's part of a chain that several carry together. Sessions lie in [#SHARDS] shards, by the address at their
/// client side; each worker has some of them. Where a function gives sessions another source address, the port that
/// goes with it tells the worker to which answers belong.
///
/// @param worker which of them, from 0
/// @param workers how many there are
public record Slice(int worker, int workers) {
    /// How many shards there are.
    public static final int SHARDS = 256;

    public Slice {
        if (worker < 0 || worker >= workers || workers > SHARDS) {
            throw new IllegalArgumentException("no worker " + worker + " of " + workers);
        }
    }

    /// Whether answers to a port, or to the identifier of a query, come to this worker. Of two ports that differ in
    /// their last bit it has both or none.
    public boolean hasPort(int port) {
        return worker(shardOfPort(port), workers) == worker;
    }

    /// Whether the sessions of a client are carried by this worker.
    public boolean hasClient(Address address) {
        return worker(shardOfAddress(address.high(), address.low()), workers) == worker;
    }

    /// The worker that has a shard.
    public static int worker(int shard, int workers) {
        return shard * workers / SHARDS;
    }

    /// The shard of answers to a port.
    public static int shardOfPort(int port) {
        return port >>> 1 & SHARDS - 1;
    }

    /// The shard of a client's address.
    ///
    /// @param high the first half of an IPv6 address, 0 for IPv4
    /// @param low the other half, or the IPv4 address
    public static int shardOfAddress(long high, long low) {
        long mixed = (high * 0x9E37_79B9_7F4A_7C15L ^ low) * 0xBF58_476D_1CE4_E5B9L;
        return (int) ((mixed ^ mixed >>> 32) * 0x94D0_49BB_1331_11EBL >>> 56);
    }
}
