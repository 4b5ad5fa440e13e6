// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import java.net.InetAddress;

/// Packets and fields in words.
public final class Text {
    private Text() {}

    /// The value of a field of the header at a depth, as its format says.
    public static String value(Frame frame, int index, Field field) {
        int start = frame.depth() == 0 ? 0 : frame.start(index);
        int at = start + field.octet();
        return switch (field.format()) {
            case NUMBER -> Long.toUnsignedString(frame.read(field, start));
            case HEX -> "0x" + Long.toHexString(frame.read(field, start));
            case MAC -> station(frame, at);
            case IPV4 -> frame.u8(at) + "." + frame.u8(at + 1) + "." + frame.u8(at + 2) + "." + frame.u8(at + 3);
            case IPV6 -> address(frame, at);
        };
    }

    /// ` 10.0.0.1:40000 > 192.0.2.7:80`: the addresses of a frame and, where it has them, its ports.
    static String ends(Frame frame) {
        StringBuilder from = new StringBuilder();
        StringBuilder to = new StringBuilder();
        for (int i = 0; i < frame.depth(); i++) {
            for (Header.Pair pair : frame.header(i).pairs()) {
                if (pair.role() == Header.Role.ADDRESS) {
                    from.append(value(frame, i, pair.from()));
                    to.append(value(frame, i, pair.to()));
                } else if (pair.role() == Header.Role.PORT) {
                    port(from, value(frame, i, pair.from()));
                    port(to, value(frame, i, pair.to()));
                }
            }
        }
        if (from.isEmpty()) {
            return stations(frame);
        }
        return " " + from + " > " + to;
    }

    private static String stations(Frame frame) {
        for (int i = 0; i < frame.depth(); i++) {
            for (Header.Pair pair : frame.header(i).pairs()) {
                return " " + value(frame, i, pair.from()) + " > " + value(frame, i, pair.to());
            }
        }
        return "";
    }

    private static void port(StringBuilder address, String port) {
        String whole = withPort(address.toString(), port);
        address.setLength(0);
        address.append(whole);
    }

    static String withPort(String address, String port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    /// ` vid 5 id 7`: what else tells a session from others.
    static String singles(Frame frame) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < frame.depth(); i++) {
            for (Field single : frame.header(i).singles()) {
                text.append(' ').append(single.name()).append(' ').append(value(frame, i, single));
            }
            for (Header.Pair pair : frame.header(i).pairs()) {
                if (pair.role() == Header.Role.IDENTIFIER) {
                    text.append(' ').append(pair.from().name()).append(' ').append(value(frame, i, pair.from()));
                }
            }
        }
        return text.toString();
    }

    private static String station(Frame frame, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            text.append(i == 0 ? "" : ":").append(String.format("%02x", frame.u8(at + i)));
        }
        return text.toString();
    }

    /// RFC 5952: the longest run of two or more zero groups becomes `::`.
    private static String address(Frame frame, int at) {
        int bestAt = -1;
        int best = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && frame.u16(at + 2 * (i + run)) == 0) {
                run++;
            }
            if (run > best) {
                best = run;
                bestAt = i;
            }
            i += run;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestAt) {
                text.append("::");
                i += best - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(frame.u16(at + 2 * i)));
            }
        }
        return text.toString();
    }

    /// The octets of an address literal; names are never resolved.
    ///
    /// @throws IllegalArgumentException when the text is no IPv4 or IPv6 address
    public static byte[] literal(String text) {
        if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("'" + text + "' is not an IP address");
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an IP address", e);
        }
    }
}
