// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import static io.penstock.dataplane.session.Records.WHEEL_BUCKET;
import static io.penstock.dataplane.session.Records.WHEEL_NEXT;
import static io.penstock.dataplane.session.Records.WHEEL_PREVIOUS;

/// A timer wheel over records: each is in the list of the tick at which it is looked at next. A packet does not
/// move its record; only when the tick comes does it turn out how long the session was idle.
final class Wheel {
    static final int NONE = -1;
    static final long TICK_NANOS = 100_000_000L;

    private static final int BUCKETS = 4_096;

    private final Records records;
    private final int[] heads = new int[BUCKETS];
    private long tick = Long.MIN_VALUE;

    Wheel(Records records) {
        this.records = records;
        java.util.Arrays.fill(heads, NONE);
    }

    boolean linked(int record) {
        return records.coldShort(record, WHEEL_BUCKET) != 0;
    }

    /// The tick at which a linked record is looked at.
    long dueTick(int record) {
        int bucket = records.coldShort(record, WHEEL_BUCKET) - 1;
        return tick + Math.floorMod(bucket - tick, (long) BUCKETS);
    }

    /// Has a record looked at as soon as it may be due, and no later than the wheel reaches.
    void link(int record, long now, long nanos) {
        if (tick == Long.MIN_VALUE) {
            tick = now / TICK_NANOS;
        }
        long ticks = Math.clamp((now + nanos) / TICK_NANOS + 1 - tick, 1, BUCKETS - 1);
        int bucket = (int) Math.floorMod(tick + ticks, (long) BUCKETS);
        int head = heads[bucket];
        records.coldInt(record, WHEEL_NEXT, head);
        records.coldInt(record, WHEEL_PREVIOUS, NONE);
        records.coldShort(record, WHEEL_BUCKET, bucket + 1);
        if (head != NONE) {
            records.coldInt(head, WHEEL_PREVIOUS, record);
        }
        heads[bucket] = record;
    }

    void unlink(int record) {
        int bucket = records.coldShort(record, WHEEL_BUCKET) - 1;
        if (bucket < 0) {
            return;
        }
        int next = records.coldInt(record, WHEEL_NEXT);
        int previous = records.coldInt(record, WHEEL_PREVIOUS);
        if (next != NONE) {
            records.coldInt(next, WHEEL_PREVIOUS, previous);
        }
        if (previous != NONE) {
            records.coldInt(previous, WHEEL_NEXT, next);
        } else {
            heads[bucket] = next;
        }
        records.coldShort(record, WHEEL_BUCKET, 0);
    }

    /// Takes out the next record whose tick has come.
    ///
    /// @return it, or [#NONE] where none is left
    int poll(long now) {
        long until = now / TICK_NANOS;
        if (tick == Long.MIN_VALUE) {
            return NONE;
        }
        if (until - tick > BUCKETS) {
            // Every bucket was passed: one round finds them all.
            tick = until - BUCKETS;
        }
        while (true) {
            int record = heads[(int) Math.floorMod(tick, (long) BUCKETS)];
            if (record != NONE) {
                unlink(record);
                return record;
            }
            if (tick >= until) {
                return NONE;
            }
            tick++;
        }
    }
}
