// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

/// Faults of the platform itself, each of which cost a packet: counted, the first one kept, and told in the log once a
/// minute at the most.
final class Faults {
    private static final System.Logger LOG = System.getLogger(Faults.class.getName());
    private static final long PAUSE_NANOS = 60_000_000_000L;

    private volatile long count;
    private volatile String first = "";
    private long next;

    /// Notes one; used by the worker's thread.
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
    void add(Throwable fault) {
        count++;
        long now = System.nanoTime();
        if (count > 1 && now - next < 0) {
            return;
        }
        next = now + PAUSE_NANOS;
        try {
            first = first.isEmpty() ? fault.toString().replace('\n', ' ') : first;
            LOG.log(System.Logger.Level.ERROR, "the platform failed " + count + " times, this time with", fault);
        } catch (OutOfMemoryError | LinkageError untold) {
            first = Station.NO_MEMORY;
        }
    }

    long count() {
        return count;
    }

    /// A line for people.
    String line() {
        return "the platform itself failed " + count + (count == 1 ? " time" : " times") + ", first with " + first
                + "; the log says where";
    }
}
