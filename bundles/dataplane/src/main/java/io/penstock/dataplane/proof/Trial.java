// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.Refused;
import io.penstock.api.Secrets;
import io.penstock.api.Side;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Proof;
import io.penstock.api.control.Why;
import io.penstock.dataplane.Assembly;
import io.penstock.dataplane.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One chain run three times side by side: its functions one after the other, the merged plan, and the plan
/// compiled. All three have functions of their own, made from the same secrets.
final class Trial implements AutoCloseable {
    /// A frame that was sent.
    static final class Sent {
        private final byte[] octets;
        private final String port;
        private final Side side;

        Sent(byte[] octets, String port, Side side) {
            this.octets = octets;
            this.port = port;
            this.side = side;
        }

        /// How people write it.
        String shown(Wording wording) {
            return (side == Side.SERVER ? "from server " : "") + wording.text(octets);
        }
    }

    private static final long SECRETS = 7;
    private static final long STEP_NANOS = 1_000;

    private final List<Assembly> assemblies = new ArrayList<>();
    private final Sequence sequence;
    private final Merged merged;
    private final Merged compiled;
    private Fate last = new Fate();
    private long now = 1_000_000_000L;

    Trial(Platform platform, ChainRequest request, Optional<Oracle> oracle) throws Refused {
        boolean whole = false;
        try {
            for (int i = 0; i < 3; i++) {
                assemblies.add(assemble(platform, request));
            }
            sequence = sequence(assemblies.get(0), oracle);
            whole = true;
        } finally {
            if (!whole) {
                assemblies.forEach(Assembly::close);
            }
        }
        merged = new Merged(assemblies.get(1), false);
        compiled = new Merged(assemblies.get(2), true);
    }

    /// A chain with functions of its own, which do as those of any other one.
    static Assembly assemble(Platform platform, ChainRequest request) throws Refused {
        return Secrets.repeatably(SECRETS, () -> new Assembly(platform, request));
    }

    static Sequence sequence(Assembly own, Optional<Oracle> oracle) {
        return new Sequence(
                own.chain(),
                own.plan(),
                own.functions(),
                own.headers(),
                oracle.orElseGet(() -> new PlainOracle(own.headers())));
    }

    Assembly assembly() {
        return assemblies.getFirst();
    }

    Sequence sequence() {
        return sequence;
    }

    /// What became of the last packet, one function after the other.
    Fate last() {
        return last;
    }

    /// Sends a frame all three ways.
    ///
    /// @return the ways where they differ
    List<Proof.Way> carry(Sent sent) {
        now += STEP_NANOS;
        last = sequence.carry(sent.octets, sent.port, now);
        Fate together = merged.carry(sent.octets, sent.port, now);
        Fate fast = compiled.carry(sent.octets, sent.port, now);
        boolean same = last.whole().equals(together.whole()) && together.left().equals(fast.left());
        return same ? List.of() : ways(last.outcome(), last.steps(), together.outcome(), together.steps(), fast);
    }

    private static List<Proof.Way> ways(
            String alone, List<Why.Step> aloneSteps, String together, List<Why.Step> togetherSteps, Fate fast) {
        return List.of(
                new Proof.Way("one after the other", alone, aloneSteps),
                new Proof.Way("merged", together, togetherSteps),
                new Proof.Way(
                        "compiled",
                        fast.left().isEmpty() ? "dropped" : "leaves by " + String.join(" and ", fast.left()),
                        List.of()));
    }

    /// Compares what all packets so far have left behind: each function's fields, and all counters.
    ///
    /// @return the ways where they differ
    List<Proof.Way> settle() {
        List<String> own = sequence.fields();
        List<String> together = merged.fields();
        List<String> fast = compiled.fields();
        if (!own.equals(together) || !together.equals(fast)) {
            return behind(first(own, together, fast), first(together, own, fast), first(fast, own, together));
        }
        String counted = merged.report().toString();
        String compiledCounted = compiled.report().toString();
        return counted.equals(compiledCounted) ? List.of() : behind("", counted, compiledCounted);
    }

    /// The fields that not both others have.
    private static String first(List<String> fields, List<String> one, List<String> other) {
        List<String> rest = new ArrayList<>(fields);
        List<String> common = new ArrayList<>(one);
        common.retainAll(other);
        common.forEach(rest::remove);
        return "leaves behind " + (rest.isEmpty() ? "no such field" : rest.subList(0, Math.min(8, rest.size())));
    }

    private static List<Proof.Way> behind(String alone, String together, String fast) {
        return List.of(
                new Proof.Way("one after the other", alone, List.of()),
                new Proof.Way("merged", together, List.of()),
                new Proof.Way("compiled", fast, List.of()));
    }

    @Override
    public void close() {
        merged.close();
        compiled.close();
        assemblies.forEach(Assembly::close);
    }
}
