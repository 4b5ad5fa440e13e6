// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import java.util.List;

/// Whether a chain's plan does the same as its functions one after the other, each with its own session table and
/// its own matches, tried on packets made for the purpose.
///
/// @param chain its name
/// @param packets how many were carried
/// @param sessions how many of them opened a session
/// @param places at how many places the plan can decide: each match of each node as its first that holds, and none;
///        without those that are unreachable
/// @param unreached places that no packet was found for, one line each
/// @param unreachable places that no packet opening a session can come to, as what is before them takes it: one of
///        each kind was tried, or the matches exclude each other
/// @param counterexamples the packet that shows a difference; empty where there is none
public record Proof(
        String chain,
        long packets,
        long sessions,
        int places,
        List<String> unreached,
        List<String> unreachable,
        List<Counterexample> counterexamples) {

    /// Whether no packet showed a difference.
    public boolean holds() {
        return counterexamples.isEmpty();
    }

    /// A packet that the plan treats otherwise than the functions one after the other.
    ///
    /// @param before what has to be sent first, as packet text; from the server side it begins with `from server`
    /// @param packet as packet text
    /// @param ways what became of it in each way that was tried: one after the other, merged, compiled
    public record Counterexample(List<String> before, String packet, List<Way> ways) {}

    /// One way of running the chain, and what became of the packet in it.
    ///
    /// @param name `one after the other`, `merged` or `compiled`
    /// @param outcome in one line, the octets that leave included
    /// @param steps in the order in which they happened; none for the compiled way
    public record Way(String name, String outcome, List<Why.Step> steps) {}
}
