// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.port;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// One place where packets enter and leave a dataplane. Used by one worker thread at a time.
public interface Port extends AutoCloseable {
    /// [#nextStamp()]: nothing is there now, more may come.
    long NOTHING_YET = Long.MAX_VALUE - 1;

    /// [#nextStamp()]: the input has ended for good.
    long ENDED = Long.MAX_VALUE;

    /// Whether the frames' own stamps are the clock, as in a capture; else frames come in real time.
    boolean stamped();

    /// The stamp of the next frame in nanoseconds since 1970, or [#NOTHING_YET] or [#ENDED]. Only asked of a
    /// stamped port, so that the worker can merge several captures in order of time.
    long nextStamp();

    /// Fills the burst with frames stamped no later than `until`, at most [Burst#CAPACITY]. Frames of the call
    /// before are no longer valid. Never blocks.
    ///
    /// @return the number of frames, also left in [Burst#count]
    int receive(Burst burst, long until);

    /// Sends slots 0 to `count` of the burst. Copies what it keeps, except for lent frames that it knows: those it
    /// takes over. Never blocks.
    ///
    /// @return how many of them were taken, always the first ones
    int send(Burst burst);

    /// Sends one burst, then fills another, in one step: the usual round of a worker. `out.taken` says how many were
    /// sent.
    ///
    /// @return the number of frames received, also left in `in.count`
    default int exchange(Burst out, Burst in, long until) {
        out.taken = send(out);
        return receive(in, until);
    }

    /// Receives a burst and has another port send it, where the frames need not be seen: what that one does not take at
    /// the second try is dropped. Frames of the receive before are no longer valid. Never blocks.
    ///
    /// @param to where all of it leaves
    /// @param done filled in where it was done
    /// @return whether these two ports can do that among themselves; where not, nothing has happened
    default boolean forward(Port to, Forwarded done) {
        return false;
    }

    /// Divides the port among threads: each of these parts may be used by another one from now on, for receiving and
    /// sending. The port itself then only counts and closes; what came in by one part comes in by no other.
    ///
    /// @param most how many threads there are
    /// @return one to `most` parts; the port itself where it cannot be divided
    default List<Port> split(int most) {
        return List.of(this);
    }

    /// The port's own link address, its last octet lowest; 0 where it has none.
    default long linkAddress() {
        return 0;
    }

    /// Counters of this port by name in kebab case, such as `truncated-file`, beside those that the worker keeps.
    SortedMap<String, Long> counters();

    /// What keeps frames from coming or going, or why the input ended before its end, in one line; empty where nothing
    /// does.
    String trouble();

    /// Whether this port may still receive and send, now or when its trouble is over. One that may not is opened anew
    /// when its chain is deployed again.
    default boolean isWhole() {
        return trouble().isEmpty();
    }

    /// The capture that this port reads, by its real path; two ports with the same source share it. Empty where the
    /// port reads no capture.
    default Optional<String> source() {
        return Optional.empty();
    }

    /// Gives everything back; what was sent is on disk afterwards.
    @Override
    void close() throws PortRefused;
}
