// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.store;

import io.penstock.api.Refused;
import java.util.Set;

/// A version on trial: it runs beside the others until it is confirmed or discarded.
public interface Staged {
    /// The bundle's symbolic name.
    String name();

    String version();

    /// Its id in this framework.
    long bundle();

    /// The bundles in whose place it would come.
    Set<Long> replaces();

    /// The newest version of those, empty where it replaces none.
    String before();

    /// Writes the set with this version in the place of those that it replaces; they are kept for the way back.
    ///
    /// @throws Refused when the set cannot be written; then the old one counts
    void confirm() throws Refused;

    /// Writes the set with this version beside the others; nodes that name no version take the newest.
    ///
    /// @throws Refused when the set cannot be written; then the old one counts
    void confirmBeside() throws Refused;

    /// Takes it away again. After [#confirm()] this does nothing.
    void discard();
}
