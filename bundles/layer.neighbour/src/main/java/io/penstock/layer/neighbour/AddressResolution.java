// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.neighbour;

import io.penstock.api.Address;
import io.penstock.api.Packet;
import io.penstock.api.layer.Neighbours;
import io.penstock.layer.ip.Ip;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// IPv4 over Ethernet: ARP (RFC 826), asked with probes (RFC 5227).
final class AddressResolution implements Neighbours {
    private static final int ETHERNET = 1;
    private static final int TYPE = 0x0806;
    private static final int IPV4 = 0x0800;
    private static final int REQUEST = 1;
    private static final int REPLY = 2;
    private static final Address NOBODY = new Address(32, 0, 0);

    @Override
    public Optional<Notice> read(Packet frame) {
        int at = frame.at(Arp.ARP);
        if (at < 0 || frame.u16(at) != ETHERNET || frame.u16(at + 2) != IPV4 || frame.u16(at + 4) != 0x0604) {
            return Optional.empty();
        }
        int operation = frame.u16(at + 6);
        long station = (long) frame.u16(at + 8) << 32 | frame.u32(at + 10);
        if (operation != REQUEST && operation != REPLY || !single(station)) {
            return Optional.empty();
        }
        Address sender = address(frame, at + 14);
        return Optional.of(new Notice(
                operation == REQUEST,
                operation == REQUEST ? address(frame, at + 24) : sender,
                sender.equals(NOBODY) ? Optional.empty() : Optional.of(sender),
                station));
    }

    /// Whether a link address is one station's own.
    static boolean single(long station) {
        return (station >>> 40 & 1) == 0 && station != 0;
    }

    private static Address address(Packet frame, int at) {
        return new Address(32, 0, frame.u32(at));
    }

    @Override
    public int answer(Packet question, long station, MemorySegment answer) {
        int at = question.at(Arp.ARP);
        long asker = (long) question.u16(at + 8) << 32 | question.u32(at + 10);
        return message(
                answer,
                question,
                at,
                station,
                asker,
                REPLY,
                address(question, at + 24),
                asker,
                address(question, at + 14));
    }

    @Override
    public int question(Packet packet, Address wanted, long station, MemorySegment question) {
        int at = packet.at(Ip.IP);
        return at < 0 || wanted.bits() != 32
                ? 0
                : message(question, packet, at, station, Octets.BROADCAST, REQUEST, NOBODY, 0, wanted);
    }

    private static int message(
            MemorySegment target,
            Packet like,
            int body,
            long from,
            long to,
            int operation,
            Address sender,
            long targetStation,
            Address wanted) {
        return new Octets(target, like, body, from, to, TYPE)
                .number(ETHERNET, 2)
                .number(IPV4, 2)
                .number(0x0604, 2)
                .number(operation, 2)
                .number(from, 6)
                .address(sender)
                .number(targetStation, 6)
                .address(wanted)
                .at();
    }
}
