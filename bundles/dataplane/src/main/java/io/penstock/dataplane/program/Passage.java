// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

/// What went along a whole path in one direction, counted once for all of its nodes.
final class Passage {
    long packets;
    long bytes;

    void clear() {
        packets = 0;
        bytes = 0;
    }
}
