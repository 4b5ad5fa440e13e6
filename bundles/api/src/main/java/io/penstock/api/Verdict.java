// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import java.util.Objects;

/// What a function decides about a packet or a session.
///
/// Verdicts are made once, when a function is configured, and returned many times: returning one allocates nothing.
/// A drop carries a reason in kebab case, which becomes the name of a counter; any verdict may carry a detail (the rule
/// that decided, say) that `penstock why` prints.
public final class Verdict {
    /// The dispositions that a function may choose.
    public enum Kind {
        /// Go on to the next node.
        PASS,
        /// This packet goes no further; when a session opens, none is kept.
        DROP,
        /// This packet and all later ones of its session go no further.
        DROP_FLOW,
        /// Go on through one of the node's outputs; only when a session opens.
        BRANCH
    }

    /// Go on to the next node.
    public static final Verdict PASS = new Verdict(Kind.PASS, "", "", 0);

    private final Kind kind;
    private final String reason;
    private final String detail;
    private final int output;

    private Verdict(Kind kind, String reason, String detail, int output) {
        this.kind = kind;
        this.reason = reason;
        this.detail = detail;
        this.output = output;
    }

    /// Drops this packet.
    ///
    /// @param reason kebab case, `[a-z0-9-]{1,40}`; the name of the counter
    public static Verdict drop(String reason) {
        return new Verdict(Kind.DROP, checked(reason), "", 0);
    }

    /// Drops this packet and every later one of its session, both directions.
    ///
    /// @param reason kebab case, `[a-z0-9-]{1,40}`; the name of the counter
    public static Verdict dropFlow(String reason) {
        return new Verdict(Kind.DROP_FLOW, checked(reason), "", 0);
    }

    /// Sends the session through one of the node's outputs.
    ///
    /// @param output index into [NetworkFunction#outputs()]
    public static Verdict branch(int output) {
        if (output < 0) {
            throw new IllegalArgumentException("output " + output + " is negative");
        }
        return new Verdict(Kind.BRANCH, "", "", output);
    }

    /// The same verdict with a detail for whoever asks why, such as `rule 3: deny tcp port 23`.
    public Verdict because(String newDetail) {
        return new Verdict(kind, reason, Objects.requireNonNull(newDetail), output);
    }

    public Kind kind() {
        return kind;
    }

    /// Whether the packet goes on.
    public boolean passes() {
        return kind == Kind.PASS || kind == Kind.BRANCH;
    }

    /// The counter's name of a drop, else empty.
    public String reason() {
        return reason;
    }

    /// What decided, in the function's own words; may be empty.
    public String detail() {
        return detail;
    }

    /// The output chosen by a branch, else 0.
    public int output() {
        return output;
    }

    @Override
    public String toString() {
        String name = kind == Kind.DROP_FLOW ? "drop-flow" : kind.name().toLowerCase(java.util.Locale.ROOT);
        return name + (reason.isEmpty() ? "" : " (" + reason + ")") + (detail.isEmpty() ? "" : " by " + detail);
    }

    private static String checked(String reason) {
        if (!reason.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException(
                    "drop reason '" + reason + "' is not kebab case of at most 40 characters, such as 'no-room'");
        }
        return reason;
    }
}
