// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a function decides about a packet or a session.
///
/// Verdicts are made once, when a function is configured, and returned many times: returning one allocates
/// nothing. A drop carries a reason in kebab case, which becomes the name of a counter; any verdict may
/// carry a detail (the rule that decided, say) that `penstock why` prints.
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
        BRANCH,
        /// Bytes before a place go on, those from there wait for more; streams only.
        HOLD,
        /// Go on, and show this node no more of this flow; streams only.
        DONE,
        /// End the flow at both ends with a reset; streams only.
        RESET,
        /// End the flow at both ends after the bytes that have passed; streams only.
        CLOSE,
        /// Give the other end nothing and this end an answer, then close; streams only.
        REPLY,
        /// Give the server nothing and the client a last content, then close; streams only.
        PAGE
    }

    /// Go on to the next node.
    public static final Verdict PASS = new Verdict(Kind.PASS, "", "", 0);

    /// Go on, and show this node no more of this flow, in neither direction. What it has changed stays
    /// changed.
    public static final Verdict DONE = new Verdict(Kind.DONE, "", "", 0);

    private static final int PREMADE = 1 << 16;
    private static final @Nullable Verdict[] HOLDS = new Verdict[PREMADE];

    private final Kind kind;
    private final String reason;
    private final String detail;
    private final int number;
    private final Bytes answer;

    private Verdict(Kind kind, String reason, String detail, int number) {
        this(kind, reason, detail, number, Bytes.EMPTY);
    }

    private Verdict(Kind kind, String reason, String detail, int number, Bytes answer) {
        this.kind = kind;
        this.reason = reason;
        this.detail = detail;
        this.number = number;
        this.answer = answer;
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

    /// Lets the bytes before a place go on and waits for more of the stream; the window that follows begins
    /// there. Each place is made once and returned many times.
    ///
    /// @param from an offset into the window
    public static Verdict holdFrom(int from) {
        if (from < 0) {
            throw new IllegalArgumentException("hold from " + from + " is negative");
        }
        if (from >= PREMADE) {
            return new Verdict(Kind.HOLD, "held", "", from);
        }
        Verdict made = HOLDS[from];
        if (made == null) {
            made = new Verdict(Kind.HOLD, "held", "", from);
            HOLDS[from] = made;
        }
        return made;
    }

    /// Ends the flow at both ends with a reset.
    ///
    /// @param reason kebab case, `[a-z0-9-]{1,40}`; the name of the counter
    public static Verdict reset(String reason) {
        return new Verdict(Kind.RESET, checked(reason), "", 0);
    }

    /// Ends the flow at both ends once what has passed is delivered.
    ///
    /// @param reason kebab case, `[a-z0-9-]{1,40}`; the name of the counter
    public static Verdict close(String reason) {
        return new Verdict(Kind.CLOSE, checked(reason), "", 0);
    }

    /// Answers whoever sent these bytes instead of letting them go on, then closes the flow.
    ///
    /// @param reason kebab case, `[a-z0-9-]{1,40}`; the name of the counter
    public static Verdict reply(String reason, Bytes answer) {
        return new Verdict(Kind.REPLY, checked(reason), "", 0, Objects.requireNonNull(answer));
    }

    /// Shows the client some content instead of what would come, then closes the flow. A layer with messages puts it
    /// into one of its own; where the client has begun to receive another one, the flow is reset.
    ///
    /// @param reason kebab case, `[a-z0-9-]{1,40}`; the name of the counter
    public static Verdict page(String reason, Bytes content) {
        return new Verdict(Kind.PAGE, checked(reason), "", 0, Objects.requireNonNull(content));
    }

    /// The same verdict with a detail for whoever asks why, such as `rule 3: deny tcp port 23`.
    public Verdict because(String newDetail) {
        return new Verdict(kind, reason, Objects.requireNonNull(newDetail), number, answer);
    }

    public Kind kind() {
        return kind;
    }

    /// Whether the packet goes on.
    public boolean passes() {
        return kind == Kind.PASS || kind == Kind.BRANCH || kind == Kind.DONE;
    }

    /// The counter's name of what does not go on, else empty.
    public String reason() {
        return reason;
    }

    /// What decided, in the function's own words; may be empty.
    public String detail() {
        return detail;
    }

    /// The output chosen by a branch, else 0.
    public int output() {
        return kind == Kind.BRANCH ? number : 0;
    }

    /// Where a hold begins, else 0.
    public int heldFrom() {
        return kind == Kind.HOLD ? number : 0;
    }

    /// The answer of a reply, or the content of a page, else empty.
    public Bytes answer() {
        return answer;
    }

    @Override
    public String toString() {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
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
