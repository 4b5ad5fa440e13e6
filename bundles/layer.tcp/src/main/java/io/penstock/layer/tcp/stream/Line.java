// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

/// Where a connection's segments leave, and what is told of them.
interface Line {
    /// Sends the segment that came on, its payload untouched, its numbers as they are now.
    void forward(Segment came);

    /// Sends a segment that the connection made itself; read at once.
    void send(Segment own);

    /// Counts something by its name in kebab case.
    void count(String name);
}
