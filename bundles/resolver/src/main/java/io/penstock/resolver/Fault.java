// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import java.util.Optional;

/// A mistake that the resolver makes on purpose where the property `penstock.resolver.fault` names it, so that the
/// tests can show that the proof of a plan finds it.
enum Fault {
    /// Matches are merged as if no node changed what they read.
    UNCUT,
    /// The fields of all nodes of a path stand at the same place of the record.
    OVERLAID,
    /// The first two outputs of a node that branches lead to each other's paths.
    CROSSED,
    /// Matches that differ in their side alone are taken for the same.
    SIDELESS;

    static boolean is(Fault fault) {
        return Optional.ofNullable(System.getProperty("penstock.resolver.fault"))
                .filter(fault.name()::equalsIgnoreCase)
                .isPresent();
    }
}
