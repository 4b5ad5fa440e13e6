// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import java.util.List;

/// What an update did, or would do.
///
/// @param what the bundle's symbolic name, or `chain NAME` where a chain was replaced by another drawing
/// @param from the version before; empty where there was none
/// @param to the version after
/// @param outcome what was reached
/// @param chains the running chains that took part
/// @param lines what a person should know, one line each
public record Update(String what, String from, String to, Outcome outcome, List<ChainSwap> chains, List<String> lines) {
    /// How an update ended.
    public enum Outcome {
        /// The new version counts.
        DONE,
        /// The new version runs and goes back unless it is confirmed.
        UNCONFIRMED,
        /// Nothing was changed, as was asked.
        DRY_RUN
    }

    /// One running chain whose program was replaced.
    ///
    /// @param nodes the nodes that are another function or version now
    /// @param sessions open at that moment
    /// @param fields how their fields go on, one line for each that is not simply carried
    /// @param rehearsal what differed on copies of live packets
    /// @param millis from the beginning to the moment at which the new program carried packets
    public record ChainSwap(
            String chain, List<String> nodes, long sessions, List<String> fields, Rehearsal rehearsal, double millis) {}

    /// The same packets taken through the old and the new program, without effect.
    ///
    /// @param packets how many
    /// @param different how many of them ended differently
    /// @param examples some of those: packet, what became of it, what becomes of it
    public record Rehearsal(long packets, long different, List<String> examples) {
        public static final Rehearsal NONE = new Rehearsal(0, 0, List.of());
    }
}
