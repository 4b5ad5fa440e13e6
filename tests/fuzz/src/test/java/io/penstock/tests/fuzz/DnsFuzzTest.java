// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.penstock.api.Address;
import io.penstock.api.Edit;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Message;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Protocol;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams;
import io.penstock.layer.dns.Dns;
import io.penstock.layer.dns.DnsMessage;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Any octets of a datagram: read as a question where a slow reader finds one, and answered so that it reads the
/// answer.
class DnsFuzzTest {
    private static final int HEADER = 12;
    private static final List<Address> KNOWN =
            List.of(Address.parse("192.0.2.7"), Address.parse("fd20::7"), Address.parse("192.0.2.8"));

    @FuzzTest
    void shouldAnswerWhatItReadsAsAQuestion(byte[] octets) {
        List<DnsMessage> seen = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Protocol dns = new Dns().protocols().getFirst();
        Offer offer = new Offer();
        offer.show(MemorySegment.ofArray(octets), 0, octets.length, 0, 0, true, Side.CLIENT);
        byte[] question = question(octets);
        boolean asks = question.length > 0 && octets[2] >= 0;
        assertThat(dns.begins(offer.window())).isEqualTo(asks ? Protocol.Beginning.YES : Protocol.Beginning.NO);

        assertThat(dns.open(reader(seen), Edit.NONE, notes::add).read(offer, true))
                .isEqualTo(Verdict.PASS);

        assertThat(seen).hasSize(question.length > 0 ? 1 : 0);
        assertThat(notes).hasSize(1 - seen.size());
        for (DnsMessage message : seen) {
            int type = (question[question.length - 4] & 0xff) << 8 | question[question.length - 3] & 0xff;
            assertThat(message.isQuery()).isEqualTo(asks);
            assertThat(message.type()).isEqualTo(type);
            assertThat(message.name()).isEqualTo(name(question));
            answers(octets, question, octets(message.noSuchName()), 3, List.of());
            int bits = type == DnsMessage.A ? 32 : type == DnsMessage.AAAA ? 128 : 0;
            List<Address> fitting =
                    KNOWN.stream().filter(one -> one.bits() == bits).toList();
            answers(octets, question, octets(message.addresses(KNOWN, 70_000)), 0, fitting);
        }
    }

    private static Streams.Reader reader(List<DnsMessage> seen) {
        return new Streams.Reader() {
            @Override
            public Verdict read(Offer offer, boolean toServer) {
                throw new AssertionError("bytes were shown beside the message");
            }

            @Override
            public Verdict message(Message message, boolean toServer) {
                seen.add((DnsMessage) message);
                return Verdict.PASS;
            }

            @Override
            public void event(StreamEvent event, boolean toServer) {}
        };
    }

    private static byte[] octets(io.penstock.api.Bytes bytes) {
        byte[] octets = new byte[bytes.length()];
        bytes.copyTo(MemorySegment.ofArray(octets), 0);
        return octets;
    }

    /// RFC 1035 section 4.1.
    ///
    /// @return the octets of its one question, none where it has another number or is no plain message
    private static byte[] question(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        if (octets.length < HEADER || (in.getShort(2) >> 11 & 15) != 0 || in.getShort(4) != 1) {
            return new byte[0];
        }
        int at = HEADER;
        while (at < octets.length && octets[at] > 0 && octets[at] <= 63) {
            at += 1 + octets[at];
        }
        boolean ends = at < octets.length && octets[at] == 0 && at + 1 - HEADER <= 255;
        return ends && at + 5 <= octets.length ? Arrays.copyOfRange(octets, HEADER, at + 5) : new byte[0];
    }

    private static String name(byte[] question) {
        List<String> labels = new ArrayList<>();
        for (int at = 0; question[at] != 0; at += 1 + question[at]) {
            StringBuilder label = new StringBuilder();
            for (int i = at + 1; i <= at + question[at]; i++) {
                String one = new String(question, i, 1, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
                label.append(one.matches("[a-z0-9_-]") ? one : "\\%03d".formatted(question[i] & 0xff));
            }
            labels.add(label.toString());
        }
        return String.join(".", labels);
    }

    private static void answers(byte[] asked, byte[] question, byte[] answer, int code, List<Address> addresses) {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.write(asked, 0, 2);
        expected.writeBytes(new byte[] {(byte) (0x80 | asked[2] & 1), (byte) (0x80 | code), 0, 1, 0});
        expected.write(addresses.size());
        expected.writeBytes(new byte[4]);
        expected.writeBytes(question);
        for (Address address : addresses) {
            int size = address.bits() / 8;
            expected.writeBytes(
                    new byte[] {(byte) 0xc0, HEADER, 0, (byte) (size == 4 ? 1 : 28), 0, 1, 0, 1, 0x11, 0x70, 0});
            expected.write(size);
            for (int i = 0; i < size; i++) {
                expected.write(address.octet(i));
            }
        }
        assertThat(answer).isEqualTo(expected.toByteArray());
    }
}
