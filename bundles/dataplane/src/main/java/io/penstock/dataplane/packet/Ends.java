// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.Address;
import io.penstock.api.End;
import io.penstock.api.Opening;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Header.Pair;
import io.penstock.api.layer.Header.Role;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads and writes the ends of a packet: the fields of address and port pairs that its headers declare.
/// What is written keeps every checksum as right or wrong as it was.
public final class Ends {
    private final Keys keys;
    private final Frame quoted = new Frame();
    private final MemorySegment scratch = MemorySegment.ofArray(new byte[16]);

    public Ends(Keys keys) {
        this.keys = keys;
    }

    /// The port or identifier at an end, [Opening#NO_PORT] where the packet carries none.
    public int port(Frame frame, End end) {
        int index = innermost(frame, true);
        return index < 0
                ? Opening.NO_PORT
                : (int) frame.read(field(pair(frame.header(index), true), end), frame.start(index));
    }

    /// Whether an end of the packet could have this address and port.
    public boolean fits(Frame frame, Address address, int port) {
        int index = innermost(frame, false);
        return index >= 0
                && pair(frame.header(index), false).from().width() == address.bits()
                && (port == Opening.NO_PORT || port >> 16 == 0 && hasPort(frame));
    }

    private static boolean hasPort(Frame frame) {
        int index = innermost(frame, true);
        return index >= 0 && pair(frame.header(index), true).from().octets() == 2;
    }

    /// Sets the address and the port or identifier of an end for which [#fits] holds.
    public void set(Frame frame, End end, Address address, int port) {
        int at = innermost(frame, false);
        for (int i = 0; i < address.bits() / 8; i++) {
            scratch.set(ValueLayout.JAVA_BYTE, i, address.octet(i));
        }
        frame.replace(at, field(pair(frame.header(at), false), end), scratch, 0);
        if (port != Opening.NO_PORT) {
            int above = innermost(frame, true);
            scratch.set(ValueLayout.JAVA_BYTE, 0, (byte) (port >> 8));
            scratch.set(ValueLayout.JAVA_BYTE, 1, (byte) port);
            frame.replace(above, field(pair(frame.header(above), true), end), scratch, 0);
        }
    }

    private static Field field(Pair pair, End end) {
        return end == End.SOURCE ? pair.from() : pair.to();
    }

    private static int innermost(Frame frame, boolean port) {
        for (int i = frame.depth() - 1; i >= 0; i--) {
            for (int p = 0; p < frame.header(i).pairs().size(); p++) {
                if (is(frame.header(i).pairs().get(p).role(), port)) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static boolean is(Role role, boolean port) {
        return switch (role) {
            case STATION -> false;
            case ADDRESS -> !port;
            case PORT, IDENTIFIER -> port;
        };
    }

    private static Pair pair(Header header, boolean port) {
        for (int p = 0; p < header.pairs().size(); p++) {
            if (is(header.pairs().get(p).role(), port)) {
                return header.pairs().get(p);
            }
        }
        throw new IllegalStateException(header + " has no such pair");
    }

    /// Gives a packet the ends that a key names; what it does not carry, as a later fragment its ports,
    /// is left out.
    ///
    /// @param turned whether the packet's sender stands in the key's second part
    public void impose(Frame frame, MemorySegment key, boolean turned) {
        int part = 0;
        for (int i = 0; i < frame.depth(); i++) {
            Header header = frame.header(i);
            for (int p = 0; p < header.pairs().size(); p++) {
                Pair pair = header.pairs().get(p);
                if (pair.role() != Role.STATION) {
                    frame.replace(i, pair.from(), key, part + second(turned));
                    frame.replace(i, pair.to(), key, part + second(!turned));
                    part += pair.from().octets();
                }
            }
        }
    }

    private static int second(boolean part) {
        return part ? Keys.PART : 0;
    }

    /// Translates an error message: around the quotation, each address whose end is translated; in it,
    /// all ends, the other way round. One that was sent on the way also gets the address of the end that
    /// it stands for (RFC 5508 section 4.2).
    ///
    /// @param before what packets that go the message's way are called before
    /// @param wasTurned whether their sender stands in the second part of it
    /// @param after what they are called behind
    /// @param turned the same for it
    public void imposeError(
            Frame frame, int kind, MemorySegment before, boolean wasTurned, MemorySegment after, boolean turned) {
        int outer = innermost(frame, false);
        if (outer >= 0) {
            Pair pair = pair(frame.header(outer), false);
            end(frame, outer, pair.from(), before, second(wasTurned), after, second(turned));
            end(frame, outer, pair.to(), before, second(!wasTurned), after, second(!turned));
        }
        if (keys.lookInside(frame, kind, quoted)) {
            int was = quoted.headerSum();
            impose(quoted, after, !turned);
            frame.changedBehind(frame.depth() - 1, was, quoted.headerSum());
        }
    }

    private static void end(
            Frame frame, int index, Field field, MemorySegment before, int was, MemorySegment after, int is) {
        int octets = field.octets();
        if (MemorySegment.mismatch(before, was, was + octets, after, is, is + octets) >= 0) {
            frame.replace(index, field, after, is);
        }
    }
}
