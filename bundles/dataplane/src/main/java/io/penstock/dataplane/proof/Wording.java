// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.packet.PacketText;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/// Writes the octets of a frame as packet text that gives these octets again.
final class Wording {
    private final Headers headers;

    Wording(Headers headers) {
        this.headers = headers;
    }

    /// Packet text; where none gives the same octets, the nearest one, followed by all octets in hexadecimal.
    String text(byte[] octets) {
        Reading reading = new Reading(octets, headers);
        StringJoiner text = new StringJoiner(" ");
        List<Reading.Found> found = reading.found();
        for (Reading.Found one : found) {
            if (one.header().transparent() && !one.header().singles().isEmpty()) {
                text.add(one.header().name());
                text.add(value(reading, one, one.header().singles().getFirst()));
            }
        }
        Reading.Found inner = found.getLast();
        text.add(inner.header().name());
        ends(reading, text);
        int body = inner.start() + inner.header().octets();
        String payload = body < octets.length ? " hex " + HexFormat.of().formatHex(octets, body, octets.length) : "";
        return exact(reading, text, payload, octets);
    }

    private String exact(Reading wanted, StringJoiner text, String payload, byte[] octets) {
        for (Reading.Found one : wanted.found()) {
            for (Field field : one.header().fields().values()) {
                byte[] made = bytes(text + payload);
                if (Arrays.equals(made, octets)) {
                    return text + payload;
                }
                boolean sum = one.header().checksums().stream()
                        .anyMatch(checksum -> checksum.field().equals(field.name()));
                if (made.length == octets.length && !sum && differs(wanted, made, one, field)) {
                    text.add(one.header().name() + "." + field.name());
                    text.add(value(wanted, one, field));
                }
            }
        }
        boolean same = Arrays.equals(bytes(text + payload), octets);
        return text + payload + (same ? "" : " # " + HexFormat.of().formatHex(octets));
    }

    private boolean differs(Reading wanted, byte[] made, Reading.Found one, Field field) {
        Reading other = new Reading(made, headers);
        for (int i = 0; i < field.width(); i++) {
            int at = 8 * one.start() + field.bit() + i;
            if (wanted.bit(at) != other.bit(at)) {
                return true;
            }
        }
        return false;
    }

    private byte[] bytes(String text) {
        try {
            return new PacketText(headers).bytes(text);
        } catch (IllegalArgumentException notSo) {
            return new byte[0];
        }
    }

    private static void ends(Reading reading, StringJoiner text) {
        String[] ends = {"", ""};
        for (Reading.Found one : reading.found()) {
            for (Header.Pair pair : one.header().pairs()) {
                Field[] fields = {pair.from(), pair.to()};
                for (int i = 0; i < 2; i++) {
                    String value = value(reading, one, fields[i]);
                    if (pair.role() == Header.Role.ADDRESS) {
                        ends[i] = value;
                    } else if (pair.role() == Header.Role.PORT) {
                        ends[i] = (ends[i].contains(":") ? "[" + ends[i] + "]" : ends[i]) + ":" + value;
                    }
                }
            }
        }
        if (!ends[0].isEmpty()) {
            text.add(ends[0]).add(">").add(ends[1]);
        }
    }

    private static String value(Reading reading, Reading.Found one, Field field) {
        return written(field, number(reading, one, field));
    }

    /// A field's value as a number.
    static BigInteger number(Reading reading, Reading.Found one, Field field) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < field.width(); i++) {
            boolean bit = reading.bit(8 * one.start() + field.bit() + i);
            value = value.shiftLeft(1).or(bit ? BigInteger.ONE : BigInteger.ZERO);
        }
        return value;
    }

    /// A field's value as packet text has it.
    static String written(Field field, BigInteger value) {
        String digits = value.toString(16);
        String hex = "0".repeat(Math.max(0, (field.width() + 3) / 4 - digits.length())) + digits;
        return switch (field.format()) {
            case NUMBER, HEX -> value.toString();
            case MAC -> String.join(":", hex.split("(?<=\\G..)"));
            case IPV4 ->
                (value.intValue() >>> 24) + "." + (value.intValue() >> 16 & 255) + "." + (value.intValue() >> 8 & 255)
                        + "." + (value.intValue() & 255);
            case IPV6 ->
                new io.penstock.api.Address(128, value.shiftRight(64).longValue(), value.longValue()).toString();
        };
    }
}
