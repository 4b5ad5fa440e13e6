// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import io.penstock.api.match.Match;
import java.util.List;

/// What every function can do: declare matches and outputs, decide when a session opens, and tidy up when
/// it ends.
///
/// All calls for one session come from one thread at a time, and no call may block. Where several workers carry a
/// chain,
/// each has a function of its own for each node, see [#needsOneWorker]. `S` is an interface with the function's own
/// fields in the session's record, or [NoFields].
///
/// @param <S> the scratchpad: an interface with, for each field, a getter `T name()` and a setter `void
///     name(T value)`, where `T` is a primitive, an enum, or with [Handle] any object
public interface NetworkFunction<S> {
    /// Conditions that this function wants to know of when a session opens. The platform merges them with
    /// those of all other functions and evaluates each once. The list is read once, after construction.
    default List<Match> matches() {
        return List.of();
    }

    /// Names of the outputs. A function with several chooses one for each session by [Verdict#branch(int)].
    default List<String> outputs() {
        return List.of("out");
    }

    /// The addresses that this function answers for, such as those that it translates others to. The list
    /// is read once, after construction. The platform answers whoever asks for them on a link, with the
    /// port's own link address, and sends on what comes to it.
    default List<Owned> owns() {
        return List.of();
    }

    /// Called once for each session that reaches this node, with its first packet.
    default Verdict onOpen(Opening opening, S session) {
        return Verdict.PASS;
    }

    /// Called for each frame that belongs to no session (ARP, neighbour discovery, LLDP, unknown). Of the
    /// matches only those hold here that name such a frame: a match that is empty, or holds only by
    /// `not`, does not.
    default Verdict onFrame(Opening frame) {
        return Verdict.PASS;
    }

    /// Called once when a session that reached this node has ended.
    default void onEnd(S session) {}

    /// Called for each session that another version of this function opened, when it is carried over: fields of the
    /// same name and type have their value already, all others are 0. Here a renamed field, or one of another type,
    /// takes what it stands for.
    ///
    /// @param before the fields as the version before kept them
    default void onCarry(Earlier before, S session) {}

    /// Reasons of layers' checks, such as `ip-source-route`, for which a chain with this function drops
    /// no packet. Only checks count that their layer leaves to policy.
    default List<String> tolerates() {
        return List.of();
    }

    /// Warnings about the configuration that a person should see, such as a rule that can never match;
    /// one line each.
    default List<String> warnings() {
        return List.of();
    }

    /// What the function has found out that `show` tells beside the platform's counters, such as who sends most; one
    /// line each, the most important first. Called from another thread while packets come: it only reads, and does
    /// not block.
    default List<String> figures() {
        return List.of();
    }

    /// Told before its first session that several workers carry the chain, each with a function of its own for
    /// this node and with the sessions of its own clients. One that gives sessions another source chooses only such
    /// ports, or identifiers of queries, as [Slice#hasPort] says: answers are brought to the worker that has their
    /// port.
    ///
    /// @return whether it does; only asked of functions that translate the source
    default boolean keepsTo(Slice slice) {
        return false;
    }

    /// Why one worker has to carry all sessions of this node, in half a sentence; empty where several can, each with
    /// a function of its own. Such is the case where what it keeps is about several clients together.
    ///
    /// @param clientsHidden whether another function gives sessions another source before they come here
    default String needsOneWorker(boolean clientsHidden) {
        return "";
    }

    /// What [#figures] tells where several workers carry the chain: of all functions of this node together. Called on
    /// one of them.
    ///
    /// @param all these functions, this one included, in the order of their workers
    default List<String> figures(List<? extends NetworkFunction<S>> all) {
        return all.stream().flatMap(one -> one.figures().stream()).distinct().toList();
    }
}
