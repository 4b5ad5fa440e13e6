// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.match.Match.And;
import io.penstock.api.match.Match.Any;
import io.penstock.api.match.Match.Compare;
import io.penstock.api.match.Match.Has;
import io.penstock.api.match.Match.Length;
import io.penstock.api.match.Match.Not;
import io.penstock.api.match.Match.Octets;
import io.penstock.api.match.Match.Op;
import io.penstock.api.match.Match.Or;
import io.penstock.api.match.Match.Prefix;
import io.penstock.api.match.Match.Range;
import io.penstock.api.match.Match.Selects;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MatchParserTest {
    private static final Match EITHER_IP = or(new Has("ip"), new Has("ip6"));

    private static Match and(Match... parts) {
        return new And(List.of(parts));
    }

    private static Match or(Match... parts) {
        return new Or(List.of(parts));
    }

    private static Match port(String header, String end, long number) {
        return new Compare(header, end, -1L, Op.EQ, number);
    }

    private static void shouldRead(String text, Match match) {
        assertThat(MatchParser.parse(text)).as(text).isEqualTo(match);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n "})
    void shouldTakeEmptyTextForAnyPacket(String text) {
        shouldRead(text, new Any());
    }

    @Test
    void shouldReadProtocols() {
        shouldRead("ip", new Has("ip"));
        shouldRead("arp", new Selects("ethertype", 0x806));
        shouldRead("tcp", and(EITHER_IP, new Selects("ipproto", 6)));
        shouldRead("icmp", and(new Has("ip"), new Selects("ipproto", 1)));
        shouldRead("ip6 proto 0x3a", and(new Has("ip6"), new Selects("ipproto", 58)));
        shouldRead("ether proto 0x88cc", new Selects("ethertype", 0x88cc));
        shouldRead("ether proto \\ip6", new Has("ip6"));
        shouldRead("proto \\udp", and(EITHER_IP, new Selects("ipproto", 17)));
    }

    @Test
    void shouldReadHostAsSourceOrDestinationInIpAndArp() {
        long address = 0xc0000201_00000000L;
        shouldRead(
                "host 192.0.2.1",
                or(
                        new Prefix("ip", "src", address, 0, 32),
                        new Prefix("ip", "dst", address, 0, 32),
                        new Prefix("arp", "spa", address, 0, 32),
                        new Prefix("arp", "tpa", address, 0, 32)));
        shouldRead("ip src 192.0.2.1", new Prefix("ip", "src", address, 0, 32));
        shouldRead("ip6 dst net 2001:db8::/32", new Prefix("ip6", "dst", 0x20010db8_00000000L, 0, 32));
        shouldRead("ether src 02:00:00:00:00:01", new Prefix("ether", "src", 0x0200000000010000L, 0, 48));
    }

    @Test
    void shouldReadPartialNetsAndMasks() {
        shouldRead("ip src net 10", new Prefix("ip", "src", 0x0a000000_00000000L, 0, 8));
        shouldRead("ip src net 10.1", new Prefix("ip", "src", 0x0a010000_00000000L, 0, 16));
        shouldRead("ip src net 10.1.2.0 mask 255.255.255.0", new Prefix("ip", "src", 0x0a010200_00000000L, 0, 24));
        shouldRead("ip src net 10.0.2.0 mask 255.0.255.0", new Compare("ip", "src", 0xff00ff00L, Op.EQ, 0x0a000200L));
    }

    @Test
    void shouldReadPorts() {
        shouldRead(
                "port 53",
                or(port("tcp", "src", 53), port("tcp", "dst", 53), port("udp", "src", 53), port("udp", "dst", 53)));
        shouldRead("tcp dst port 80", port("tcp", "dst", 80));
        shouldRead("udp src portrange 7-9", new Range("udp", "src", 7, 9));
        shouldRead("udp src portrange 7-7", port("udp", "src", 7));
        shouldRead("tcp src and dst port 179", and(port("tcp", "src", 179), port("tcp", "dst", 179)));
    }

    @Test
    void shouldLetWhatStandsAloneTakeTheQualifiersBeforeIt() {
        shouldRead("tcp dst port 80 or 443", or(port("tcp", "dst", 80), port("tcp", "dst", 443)));
        shouldRead("tcp dst port (80 or 443)", or(port("tcp", "dst", 80), port("tcp", "dst", 443)));
        shouldRead(
                "tcp dst port 80 and (icmp or udp dst port 5) or 443",
                MatchParser.parse("tcp dst port 80 and (icmp or udp dst port 5) or tcp dst port 443"));
        shouldRead("not tcp dst port 1 and 2", and(new Not(port("tcp", "dst", 1)), port("tcp", "dst", 2)));
        shouldRead("tcp dst port 1 or not (2 or 3)", MatchParser.parse("tcp dst port 1 or not tcp dst port (2 or 3)"));
    }

    @Test
    void shouldTreatAndAndOrAsEqualFromLeftToRight() {
        shouldRead("ip or ip6 and vlan", and(EITHER_IP, new Has("vlan")));
        shouldRead("ip || vlan && ! ip6", and(or(new Has("ip"), new Has("vlan")), new Not(new Has("ip6"))));
        shouldRead("ip or (ip6 and vlan)", or(new Has("ip"), and(new Has("ip6"), new Has("vlan"))));
    }

    @Test
    void shouldReadAccessorsAsFieldsWhereTheyAreOne() {
        shouldRead(
                "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn",
                and(new Has("ip"), new Compare("tcp", "flags", 0x12, Op.EQ, 2)));
        shouldRead("icmp6[icmp6type] = icmp6-echo", and(new Has("ip6"), new Compare("icmp6", "type", -1L, Op.EQ, 128)));
        shouldRead("ip[8] < 5", new Compare("ip", "ttl", -1L, Op.LT, 5));
        shouldRead("ip[0] & 0xf != 5", new Octets("ip", 0, 1, 0xf, Op.NE, 5));
        shouldRead("ip[0] >> 4 = 4", new Octets("ip", 0, 1, 0xf0, Op.EQ, 0x40));
        shouldRead("5 > ip[8]", new Compare("ip", "ttl", -1L, Op.LT, 5));
        shouldRead("ether[12:2] = 0x0800", new Octets("ether", 12, 2, -1L, Op.EQ, 0x800));
        shouldRead("arp[3*2:2]=1+1", new Compare("arp", "oper", -1L, Op.EQ, 2));
        shouldRead("ip[8] = 300", new Compare("ip", "ttl", -1L, Op.GT, 255));
        shouldRead("ip[8] != 300", new Compare("ip", "ttl", -1L, Op.LE, 255));
    }

    @Test
    void shouldReadTagsAndLengths() {
        shouldRead("vlan", new Has("vlan"));
        shouldRead("vlan 5", new Compare("vlan", "vid", -1L, Op.EQ, 5));
        shouldRead("less 100", new Length(Op.LE, 100));
        shouldRead("greater 0x40", new Length(Op.GE, 64));
        shouldRead("len > 64", new Length(Op.GT, 64));
        shouldRead("greater 0", new Any());
        shouldRead("len < 0", new Not(new Any()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            1.2.3.4                 | 0  | write host before it
            80                      | 0  | write tcp port before it
            TCP                     | 0  | write tcp
            host example.com        | 5  | names are not looked up
            host 10.1               | 5  | net 10.1
            host 1.2.3.256          | 5  | no address
            host 01.2.3.4           | 5  | no address
            host 1:2:3:4:5:6        | 5  | ether host
            host 10.0.0.0/8         | 13 | net instead of host
            host                    | 4  | an address should
            host tcp                | 5  | an address should
            host ::1::              | 5  | no address
            tcp host 1.2.3.4        | 0  | tcp has no host
            ip6 host 1.2.3.4        | 9  | IPv4
            ip host ::1             | 8  | IPv6
            ip port 80              | 0  | only tcp, udp
            sctp port 80            | 0  | sctp alone
            rarp host 1.2.3.4       | 0  | rarp alone
            src proto 6             | 0  | no direction
            net 10/8                | 4  | 10.0.0.0/8
            net 0                   | 4  | 0.0.0.0/0
            net 10.1.0.1/16         | 4  | bits set
            net 10.1.0.0/33         | 13 | from 0 to 32
            net ::/129              | 7  | from 0 to 128
            net fe80:: mask ffff::  | 11 | /64
            port http               | 5  | names are not looked up
            port 65536              | 5  | no port
            port 80-90              | 5  | portrange
            port 08                 | 5  | octal
            portrange 90-80         | 10 | write 80-90
            portrange 80-           | 10 | two port numbers
            tcp 80                  | 4  | tcp port 80
            ether                   | 0  | alone says nothing
            ether host 1.2.3.4      | 11 | 02:00
            ether proto 5           | 12 | 0x600
            ether proto ip          | 12 | \\ip
            ip proto tcp            | 9  | \\tcp
            proto 256               | 6  | 255
            vlan 4096               | 5  | 4095
            ip broadcast            | 3  | 255.255.255.255
            ip6 broadcast           | 4  | no broadcast
            gateway 1.2.3.4         | 0  | not supported
            ip protochain 6         | 3  | not supported
            tcp[0:3] = 1            | 6  | 1, 2 or 4
            tcp[13] & 2             | 11 | a comparison should
            tcp[ip[0]] = 1          | 4  | computed from the packet
            tcp[70000] = 1          | 0  | 65535
            tcp[0] + 1 = 2          | 7  | arithmetic
            tcp[0] = tcp[1]         | 9  | two values
            1 = 1                   | 2  | two numbers
            len = 1/0               | 7  | zero
            sctp[0] = 1             | 0  | no header that can be read
            len = 99999999999       | 6  | too large
            (tcp                    | 0  | never closed
            tcp)                    | 3  | never opened
            tcp and                 | 7  | a primitive should
            tcp udp                 | 4  | join with
            ip or or tcp            | 6  | a primitive should
            tcp ; udp               | 4  | no meaning
            port 80 or (443 or tcp) | 19 | a port number should
            (host 1.1.1.1) and 2.2.2.2 | 19 | host before it
            host 1.1.1.1 and (tcp or 2.2.2.2) | 25 | host before it
            """)
    void shouldRefuseWithColumnAndHowToMend(String text, int column, String hint) {
        assertThatThrownBy(() -> MatchParser.parse(text)).isInstanceOfSatisfying(MatchSyntax.class, refused -> {
            assertThat(refused.column()).as(refused.getMessage()).isEqualTo(column);
            assertThat(refused.what()).isNotBlank();
            assertThat(refused.mend()).isNotBlank();
            assertThat(refused)
                    .hasMessage("column " + (column + 1) + ": " + refused.what() + "; " + refused.mend())
                    .hasMessageContaining(hint);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host 1.2.3.4",
                "src and dst host 1.2.3.4",
                "dst 1.2.3.4",
                "net 10.1",
                "ip net 0.0.0.0/0",
                "host 2001:db8::1 or net fe80::/10",
                "ip6 src ::",
                "host ::ffff:192.0.2.1",
                "arp src net 10.0.0.0/8",
                "net 10.0.2.0 mask 255.0.255.0",
                "ether host 1-2-3-4-5-6",
                "ether src and dst 001122334455",
                "broadcast",
                "multicast",
                "ip multicast",
                "ip6 multicast",
                "port 80 or 443",
                "tcp src and dst port 1",
                "not tcp port 80 and udp portrange 1-5",
                "portrange 1-5 or portrange 7",
                "tcp",
                "not udp",
                "icmp or igmp",
                "sctp or esp or ah or pim or vrrp or icmp6",
                "ip and tcp",
                "tcp and udp",
                "ip or tcp",
                "ip proto 6",
                "ip6 proto 0",
                "proto 99",
                "ether proto 0x88cc or rarp",
                "vlan",
                "vlan 5 and tcp port 80",
                "len != 5",
                "less 5 or greater 7",
                "len < 0",
                "len = 0",
                "not len < 0",
                "tcp[13] & 18 = 2",
                "ip and udp and tcp[2:2] > 5",
                "tcp[0:2] = 5",
                "ip and tcp[2:2] = 80 and vlan",
                "udp[8:4] & 0xff00ff00 != 7",
                "icmp[icmptype] = icmp-echo or icmp6[icmp6type] = icmp6-echo",
                "ip[8] = 300",
                "tcp[4:4] >> 8 > 0xffffffff",
                "ether[0] & 1 = 1",
                "ip[16:4] >= 0xe0000000",
                "ip[12:4] = 0x7f000001",
                "(tcp[13] & 7) & 0 = 0",
                "ip and (vlan or (arp and not (ip6 and len > 5)))",
                "((ip or ip6) and vlan or arp) and len > 5",
                "not not not ip",
                "ip and ip and not ip",
                "ip or (ip and vlan)",
                "ip and (vlan or ip)"
            })
    void shouldGiveTheSameTreeFromItsOwnText(String text) {
        Match match = MatchParser.parse(text);
        assertThat(MatchParser.parse(Matches.text(match)))
                .as(Matches.text(match))
                .isEqualTo(match);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host 1.2.3.4",
                "src and dst host 1.2.3.4",
                "dst host 1.2.3.4",
                "ip host 1.2.3.4",
                "host 2001:db8::1",
                "net 10.0.0.0/8",
                "port 80",
                "tcp dst port 80",
                "udp portrange 1-5",
                "port 80 or port 443",
                "tcp",
                "icmp",
                "tcp and not host 1.2.3.4",
                "ether broadcast",
                "ip multicast",
                "vlan 5 and tcp port 80",
                "(arp or port 53) and len > 100",
                "tcp[13] & 0x12 = 0x2",
                "arp or icmp or icmp6",
                "ip proto 47",
                "ether host 02:00:00:00:00:01",
                "ip and tcp src port 80",
                "not (tcp or udp)",
                "host 0.0.0.0"
            })
    void shouldWriteWhatAPersonWouldHaveWritten(String text) {
        assertThat(Matches.text(MatchParser.parse(text))).isEqualTo(text);
    }

    @Test
    void shouldNormaliseTrees() {
        Match ip = new Has("ip");
        Match vlan = new Has("vlan");
        assertThat(Matches.normalise(and(ip, and(vlan, ip), new Any()))).isEqualTo(and(ip, vlan));
        assertThat(Matches.normalise(or(or(or())))).isEqualTo(new Not(new Any()));
        assertThat(Matches.normalise(and())).isEqualTo(new Any());
        assertThat(Matches.normalise(new Not(new Not(or(ip))))).isEqualTo(ip);
        assertThat(Matches.normalise(or(ip, new Not(new Any())))).isEqualTo(ip);
        assertThat(Matches.normalise(new Prefix("ip", "src", -1L, -1L, 8)))
                .isEqualTo(new Prefix("ip", "src", 0xff00000000000000L, 0, 8));
    }

    @Test
    void shouldNameTheHeadersThatAreRead() {
        assertThat(Matches.headers(MatchParser.parse("host 1.2.3.4 and tcp port 80 or vlan 5 and icmp[0] = 8")))
                .containsExactly("ip", "arp", "tcp", "vlan", "icmp");
        assertThat(Matches.headers(MatchParser.parse("arp or len > 5"))).isEmpty();
    }
}
