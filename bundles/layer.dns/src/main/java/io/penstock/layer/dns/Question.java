// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.dns;

import io.penstock.api.Address;
import io.penstock.api.Bytes;
import io.penstock.api.Side;
import io.penstock.api.stream.Window;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/// A message that has one question, read from a datagram.
final class Question implements DnsMessage {
    private static final int HEADER = 12;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 255;
    private static final int NO_SUCH_NAME = 3;
    private static final int INTERNET = 1;

    /// Where the name stands in the question, as a pointer (RFC 1035 section 4.1.4).
    private static final int POINTER = 0xc000 | HEADER;

    private final byte[] question;
    private final int flags;
    private final String name;
    private final int type;
    private final Side from;

    private Question(byte[] question, int flags, String name, int type, Side from) {
        this.question = question;
        this.flags = flags;
        this.name = name;
        this.type = type;
        this.from = from;
    }

    /// @return empty where it is no plain message (operation code 0) with one question
    static Optional<Question> read(Window data) {
        if (data.length() < HEADER) {
            return Optional.empty();
        }
        int flags = u16(data, 2);
        if ((flags & 0x7800) != 0 || u16(data, 4) != 1) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        int end = name(data, name);
        if (end < 0 || end + 4 > data.length()) {
            return Optional.empty();
        }
        byte[] question = new byte[end + 4];
        for (int i = 0; i < question.length; i++) {
            question[i] = (byte) data.u8(i);
        }
        return Optional.of(new Question(question, flags, name.toString(), u16(data, end), data.from()));
    }

    private static int u16(Window data, int at) {
        return data.u8(at) << 8 | data.u8(at + 1);
    }

    /// @return the place behind the name, -1 where it is none
    private static int name(Window data, StringBuilder name) {
        int at = HEADER;
        while (at < data.length()) {
            int length = data.u8(at++);
            if (length == 0) {
                return at;
            }
            if (length > LONGEST_LABEL || at + length > data.length() || at + length - HEADER > LONGEST_NAME - 1) {
                return -1;
            }
            name.append(name.isEmpty() ? "" : ".");
            for (int end = at + length; at < end; at++) {
                append(name, data.u8(at));
            }
        }
        return -1;
    }

    private static void append(StringBuilder name, int octet) {
        int small = octet >= 'A' && octet <= 'Z' ? octet + 'a' - 'A' : octet;
        if (small >= 'a' && small <= 'z' || small >= '0' && small <= '9' || small == '-' || small == '_') {
            name.append((char) small);
        } else {
            name.append('\\').append(octet / 100).append(octet / 10 % 10).append(octet % 10);
        }
    }

    @Override
    public Side from() {
        return from;
    }

    @Override
    public boolean isChanged() {
        return false;
    }

    @Override
    public void forget() {}

    @Override
    public boolean isQuery() {
        return (flags & 0x8000) == 0;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public Bytes noSuchName() {
        return Bytes.of(answer(NO_SUCH_NAME, 0).toByteArray());
    }

    @Override
    public Bytes addresses(List<Address> known, int seconds) {
        int bits = type == A ? 32 : type == AAAA ? 128 : 0;
        List<Address> fitting =
                known.stream().filter(address -> address.bits() == bits).toList();
        ByteArrayOutputStream out = answer(0, fitting.size());
        for (Address address : fitting) {
            u16(out, POINTER);
            u16(out, type);
            u16(out, INTERNET);
            u16(out, seconds >>> 16);
            u16(out, seconds);
            u16(out, bits / 8);
            for (int i = 0; i < bits / 8; i++) {
                out.write(address.octet(i));
            }
        }
        return Bytes.of(out.toByteArray());
    }

    /// Recursion is said to be there, and asked for as it was (RFC 1035 section 4.1.1).
    private ByteArrayOutputStream answer(int code, int answers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(question, 0, 2);
        u16(out, 0x8080 | flags & 0x0100 | code);
        u16(out, 1);
        u16(out, answers);
        u16(out, 0);
        u16(out, 0);
        out.write(question, HEADER, question.length - HEADER);
        return out;
    }

    private static void u16(ByteArrayOutputStream out, int number) {
        out.write(number >> 8);
        out.write(number);
    }
}
