// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import static io.penstock.dataplane.session.Records.YOUNG_NEXT;
import static io.penstock.dataplane.session.Records.YOUNG_PREVIOUS;

/// The sessions that are not in use yet (half open), in the order in which they came: what makes room first.
final class Young {
    private final Records records;
    private int oldest = Wheel.NONE;
    private int newest = Wheel.NONE;

    Young(Records records) {
        this.records = records;
    }

    int oldest() {
        return oldest;
    }

    void add(int record) {
        if (records.flag(record, Records.YOUNG)) {
            return;
        }
        records.flag(record, Records.YOUNG, true);
        records.coldInt(record, YOUNG_NEXT, Wheel.NONE);
        records.coldInt(record, YOUNG_PREVIOUS, newest);
        if (newest == Wheel.NONE) {
            oldest = record;
        } else {
            records.coldInt(newest, YOUNG_NEXT, record);
        }
        newest = record;
    }

    void remove(int record) {
        if (!records.flag(record, Records.YOUNG)) {
            return;
        }
        records.flag(record, Records.YOUNG, false);
        int next = records.coldInt(record, YOUNG_NEXT);
        int previous = records.coldInt(record, YOUNG_PREVIOUS);
        if (next == Wheel.NONE) {
            newest = previous;
        } else {
            records.coldInt(next, YOUNG_PREVIOUS, previous);
        }
        if (previous == Wheel.NONE) {
            oldest = next;
        } else {
            records.coldInt(previous, YOUNG_NEXT, next);
        }
    }
}
