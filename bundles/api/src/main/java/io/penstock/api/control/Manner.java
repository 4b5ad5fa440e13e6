// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

/// How something that runs is replaced.
///
/// @param state what becomes of the sessions that are open
/// @param watchMillis how long the new version is watched before it counts; it goes back by itself when it fails
/// meanwhile
/// @param confirmMillis above 0: it goes back by itself unless somebody confirms it within this time
/// @param dryRun only say what would happen
public record Manner(State state, long watchMillis, long confirmMillis, boolean dryRun) {
    /// The usual manner: sessions are kept, and the new version is watched for two seconds.
    public static final Manner USUAL = new Manner(State.KEEP, 2_000, 0, false);

    /// What becomes of the sessions that are open.
    public enum State {
        /// They go on with the new version; fields are carried by name and type, or by the new version's own
        /// conversion.
        KEEP,
        /// They stay with the old version until they end.
        DRAIN,
        /// They end; what comes next of them is classified anew.
        FRESH
    }
}
