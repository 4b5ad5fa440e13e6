// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import io.penstock.api.Verdict;
import java.lang.foreign.MemorySegment;

/// The streams of a layer's sessions: the layer's side of [StreamFunction]. One worker uses one of it.
///
/// A layer sees its own header and what that carries, and writes both. Lengths below, and all checksums, are mended
/// by the platform.
public interface Streams extends AutoCloseable {
    /// The header whose sessions these are, such as `tcp`.
    String header();

    /// Begins with a session that has no packet yet.
    ///
    /// @param replay whether all packets are from captures, whose ends do not know what was changed here: what
    ///     they say of bytes that were never sent is taken for as much as was sent
    Flow open(Reader reader, Exit exit, boolean replay);

    /// Octets that it keeps for its flows at this moment; read by other threads too.
    default long used() {
        return 0;
    }

    /// Gives back its memory. No flow may be used after.
    @Override
    void close();

    /// One session with a function in its middle.
    interface Flow {
        /// When no time is of interest.
        long NEVER = Long.MAX_VALUE;

        /// Takes a packet that came: where the layer's header begins, and how many octets it takes with what it
        /// carries. Those of the header may be changed; they go on where [Exit#forward()] is called meanwhile.
        ///
        /// @param now in nanoseconds, never less than the call before
        void take(boolean toServer, MemorySegment memory, long at, int length, long now);

        /// Whether a packet may go on without being taken: nothing reads the session any more, nothing was changed that
        /// has to be kept up, and nothing begins or ends with this packet.
        ///
        /// @param at where the layer's header begins
        default boolean rests(MemorySegment memory, long at) {
            return false;
        }

        /// When [#tick] is due, in the nanoseconds of [#take]; [#NEVER] where it is not.
        long due();

        /// Does what time asks for.
        void tick(long now);

        /// What it was told last failed, so that what it keeps may be wrong: ends the session at both ends where
        /// its protocol has a word for that.
        void abort();

        /// The session has ended: gives back what it keeps.
        void close();
    }

    /// What the bytes of a session are shown to; changes stay in the offer.
    interface Reader {
        Verdict read(Offer offer, boolean toServer);

        /// Shows bytes that were held too long, or too many of them. All go on, with the changes; those that are held
        /// once more are shown again where that is too long, not too many.
        default Verdict overdue(Offer offer, boolean toServer) {
            return Verdict.PASS;
        }

        /// Shows what is known of a message before its content.
        default Verdict message(Message message, boolean toServer) {
            return Verdict.PASS;
        }

        void event(StreamEvent event, boolean toServer);
    }

    /// What is told of a session.
    interface Notes {
        /// Counts something by its name in kebab case.
        void count(String name);
    }

    /// Where packets of a session leave, and what is told of them.
    interface Exit extends Notes {
        /// The packet that is taken goes on, its header as it is now, and what it carries as it came.
        void forward();

        /// The packet that is taken goes on, all of its octets as they are now.
        void forwardRewritten();

        /// Sends a packet that the layer made. Both parts are read at once. Where it goes the way of the packet that is
        /// taken, and fits in there, it leaves in its place: what that one carried must not be needed any more.
        ///
        /// @param header the layer's header with its options, from the first octet
        /// @param octets how many these are
        /// @param payload where what it carries begins at `at`
        void send(boolean toServer, MemorySegment header, int octets, MemorySegment payload, long at, int length);
    }
}
