// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.nat;

import io.penstock.api.NoFields;
import io.penstock.api.Opening;
import io.penstock.api.SessionFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.match.Match;
import io.penstock.api.match.MatchParser;
import java.util.List;

/// Refuses what goes to port 53.
@Vnf(type = "deny", name = "Deny")
public final class Deny implements SessionFunction<NoFields> {
    private static final Verdict DENIED = Verdict.drop("not-53");

    @Override
    public List<Match> matches() {
        return List.of(MatchParser.parse("dst port 53"));
    }

    @Override
    public Verdict onOpen(Opening opening, NoFields session) {
        return opening.matched(0) ? DENIED : Verdict.PASS;
    }
}
