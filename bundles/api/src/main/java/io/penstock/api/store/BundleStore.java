// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.store;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;

/// The function bundles beside the product. A version comes in beside those that run; the set that counts is written
/// whole, so that a process that is killed at any moment finds the set before or the one after, never half of one.
///
/// Safe for use by several threads, and by several processes that share a folder.
public interface BundleStore {
    /// Installs and starts what the set in a folder names.
    ///
    /// @return what could not be started, one line each; the rest runs
    List<Problem> open(Path folder);

    /// Checks a jar, keeps a copy and starts it beside what runs. No chain chooses it before it is confirmed.
    ///
    /// @throws Refused when it is no bundle, does harm by its shape, or cannot run here; then nothing has changed
    Staged stage(Path jar) throws Refused;

    /// Starts the version again that ran before the current one.
    ///
    /// @param name the bundle's symbolic name
    /// @throws Refused when there is none
    Staged stageFormer(String name) throws Refused;

    /// Takes all versions of a bundle out of the set.
    ///
    /// @param used tells whether a chain has functions of a bundle
    /// @return what was removed, in one line
    /// @throws Refused when it was not installed, or chains or other bundles need it
    String remove(String name, LongPredicate used) throws Refused;

    /// What is in the set, the versions kept for the way back included.
    List<Kept> kept();

    /// Whether chains may choose a bundle of this framework: it is neither on trial nor replaced.
    boolean isCurrent(long bundle);

    /// Lets replaced bundles go that nobody uses; their class loaders are watched.
    ///
    /// @param used tells whether a chain still has functions of a bundle
    void sweep(LongPredicate used);

    /// Class loaders of bundles that were let go and that are still reachable although the garbage was collected since,
    /// by the bundle's name and version.
    List<String> leaked();

    /// What a bundle of this framework needs and nobody offers, one line each.
    List<String> needs(long bundle);

    /// One version of a bundle in the set.
    ///
    /// @param state `current`, or `former` for one that is kept for the way back
    record Kept(String name, String version, String sha256, String state) {}
}
