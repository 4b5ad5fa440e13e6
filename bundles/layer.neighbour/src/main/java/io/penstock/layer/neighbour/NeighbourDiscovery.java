// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.neighbour;

import io.penstock.api.Address;
import io.penstock.api.Packet;
import io.penstock.api.layer.Neighbours;
import io.penstock.layer.ethernet.Ethernet;
import io.penstock.layer.icmp.Icmp;
import io.penstock.layer.ip.Ip6;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// IPv6: neighbour discovery (RFC 4861), asked as for duplicate addresses (RFC 4862 section 5.4.2).
final class NeighbourDiscovery implements Neighbours {
    private static final int TYPE = 0x86dd;
    private static final int ICMP6 = 58;
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final int SOURCE_STATION = 1;
    private static final int TARGET_STATION = 2;
    private static final int MESSAGE = 24;
    private static final int OPTION = 8;
    private static final int ONE_LINK = 255;

    private static final int SOLICITED = 0x4000_0000;
    private static final int OVERRIDE = 0x2000_0000;

    private static final Address NOBODY = new Address(128, 0, 0);
    private static final Address ALL_NODES = new Address(128, 0xff02_0000_0000_0000L, 1);
    private static final long ALL_NODES_STATION = 0x3333_0000_0001L;

    @Override
    public Optional<Notice> read(Packet frame) {
        int at = frame.at(Icmp.ICMP6);
        int ip = frame.at(Ip6.IP6);
        if (at < 0 || ip < 0 || frame.u8(ip + 7) != ONE_LINK || frame.u8(at + 1) != 0) {
            return Optional.empty();
        }
        int type = frame.u8(at);
        int end = Math.min(frame.end(Icmp.ICMP6), frame.length());
        if (type != SOLICITATION && type != ADVERTISEMENT || at + MESSAGE > end) {
            return Optional.empty();
        }
        boolean asks = type == SOLICITATION;
        long station = station(frame, at + MESSAGE, end, asks ? SOURCE_STATION : TARGET_STATION);
        Address sender = address(frame, ip + 8);
        return AddressResolution.single(station)
                ? Optional.of(new Notice(
                        asks,
                        address(frame, at + 8),
                        sender.equals(NOBODY) ? Optional.empty() : Optional.of(sender),
                        station))
                : Optional.empty();
    }

    /// The link address in an option, else the sender's own; 0 where an option is broken (section 4.6).
    private static long station(Packet frame, int options, int end, int wanted) {
        int at = options;
        while (at + OPTION <= end) {
            int octets = frame.u8(at + 1) * OPTION;
            if (octets == 0) {
                return 0;
            }
            if (frame.u8(at) == wanted) {
                return (long) frame.u16(at + 2) << 32 | frame.u32(at + 4);
            }
            at += octets;
        }
        return frame.has(Ethernet.ETHER) ? frame.get(Ethernet.ETHER.field("src")) : 0;
    }

    private static Address address(Packet frame, int at) {
        return new Address(128, frame.u64(at), frame.u64(at + 8));
    }

    @Override
    public int answer(Packet question, long station, MemorySegment answer) {
        int ip = question.at(Ip6.IP6);
        Address asker = address(question, ip + 8);
        Address wanted = address(question, question.at(Icmp.ICMP6) + 8);
        boolean known = !asker.equals(NOBODY);
        long to = known ? question.get(Ethernet.ETHER.field("src")) : ALL_NODES_STATION;
        Octets octets = new Octets(answer, question, ip, station, to, TYPE);
        long sum = header(octets, MESSAGE + OPTION, wanted, known ? asker : ALL_NODES);
        int at = octets.at();
        octets.number(ADVERTISEMENT, 1)
                .number(0, 3)
                .number(known ? SOLICITED | OVERRIDE : OVERRIDE, 4)
                .address(wanted)
                .number(TARGET_STATION, 1)
                .number(1, 1)
                .number(station, 6);
        octets.checksum(at + 2, sum + octets.sum(at));
        return octets.at();
    }

    @Override
    public int question(Packet packet, Address wanted, long station, MemorySegment question) {
        int ip = packet.at(Ip6.IP6);
        if (ip < 0 || wanted.bits() != 128) {
            return 0;
        }
        long group = wanted.low() & 0xff_ffff;
        Octets octets = new Octets(question, packet, ip, station, 0x3333_ff00_0000L | group, TYPE);
        Address solicited = new Address(128, 0xff02_0000_0000_0000L, 0x1_ff00_0000L | group);
        long sum = header(octets, MESSAGE, NOBODY, solicited);
        int at = octets.at();
        octets.number(SOLICITATION, 1).number(0, 7).address(wanted);
        octets.checksum(at + 2, sum + octets.sum(at));
        return octets.at();
    }

    /// Writes the header of IPv6.
    ///
    /// @return the sum of the pseudo-header (RFC 8200 section 8.1)
    private static long header(Octets octets, int length, Address from, Address to) {
        octets.number(0x6000_0000L, 4).number(length, 2).number(ICMP6, 1).number(ONE_LINK, 1);
        int addresses = octets.at();
        octets.address(from).address(to);
        return octets.sum(addresses) + length + ICMP6;
    }
}
