// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp;

import io.penstock.api.Packet;
import io.penstock.api.layer.SessionKind;
import io.penstock.api.layer.SessionKind.State;
import java.util.List;

/// The states of a connection as somebody between its ends sees them, told by flags alone (RFC 9293 section
/// 3.3.2), with idle times no shorter than RFC 5382 REQ-5 asks for. A connection whose beginning was not seen
/// counts as established once both ends spoke: what one end alone says may be a flood, and is given up first.
final class TcpStates {
    static final int NEW = 0;
    static final int SYN_SENT = 1;
    static final int SYN_RECEIVED = 2;
    static final int ESTABLISHED = 3;
    static final int OPENER_CLOSED = 4;
    static final int ANSWERER_CLOSED = 5;
    static final int TIME_WAIT = 6;
    static final int RESET = 7;
    static final int PICKED_UP = 8;

    private static final int IMPOSSIBLE = -1;

    static final SessionKind KIND = new SessionKind(
            "tcp",
            300_000,
            List.of(
                    new State("new", 30_000, false),
                    new State("syn-sent", 30_000, false),
                    new State("syn-received", 60_000, false),
                    new State("established", 7_440_000, true),
                    new State("opener-closed", 240_000, true),
                    new State("answerer-closed", 240_000, true),
                    new State("time-wait", 60_000, true),
                    new State("reset", 10_000, false),
                    new State("picked-up", 300_000, false)),
            TcpStates::next);

    private TcpStates() {}

    private static int next(int state, Packet packet, int at, boolean fromOpener) {
        int flags = packet.u8(at + 13);
        if (!possible(flags)) {
            return IMPOSSIBLE;
        }
        if ((flags & Tcp.RST) != 0) {
            return RESET;
        }
        if ((flags & Tcp.SYN) != 0) {
            return afterSyn(state, (flags & Tcp.ACK) != 0, fromOpener);
        }
        int open = opened(state, fromOpener);
        return (flags & Tcp.FIN) == 0 ? open : afterFin(open, fromOpener);
    }

    /// Every segment but a SYN or RST carries ACK (RFC 9293 section 3.1), and SYN goes with neither FIN nor RST.
    private static boolean possible(int flags) {
        if ((flags & Tcp.SYN) != 0) {
            return (flags & (Tcp.FIN | Tcp.RST)) == 0;
        }
        return (flags & (Tcp.ACK | Tcp.RST)) != 0;
    }

    private static int afterSyn(int state, boolean ack, boolean fromOpener) {
        return switch (state) {
            case NEW -> ack ? SYN_RECEIVED : SYN_SENT;
            // Both at once is a simultaneous open (RFC 9293 section 3.5, figure 7).
            case SYN_SENT -> fromOpener ? SYN_SENT : SYN_RECEIVED;
            case TIME_WAIT, RESET -> fromOpener && !ack ? SYN_SENT : state;
            default -> state;
        };
    }

    private static int opened(int state, boolean fromOpener) {
        return switch (state) {
            case NEW -> PICKED_UP;
            case PICKED_UP -> fromOpener ? PICKED_UP : ESTABLISHED;
            case SYN_RECEIVED -> fromOpener ? ESTABLISHED : SYN_RECEIVED;
            default -> state;
        };
    }

    private static int afterFin(int state, boolean fromOpener) {
        return switch (state) {
            case OPENER_CLOSED -> fromOpener ? OPENER_CLOSED : TIME_WAIT;
            case ANSWERER_CLOSED -> fromOpener ? TIME_WAIT : ANSWERER_CLOSED;
            case PICKED_UP, TIME_WAIT, RESET -> state;
            default -> fromOpener ? OPENER_CLOSED : ANSWERER_CLOSED;
        };
    }
}
