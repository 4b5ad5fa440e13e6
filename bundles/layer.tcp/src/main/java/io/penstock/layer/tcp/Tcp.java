// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp;

import io.penstock.api.Packet;
import io.penstock.api.layer.Checksum;
import io.penstock.api.layer.Field.Format;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Header.Role;
import io.penstock.api.layer.Header.When;
import io.penstock.api.layer.Layer;
import io.penstock.api.stream.Streams;
import io.penstock.layer.tcp.stream.TcpStreams;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/// TCP (RFC 9293).
@Component
public final class Tcp implements Layer {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    /// The header with its options.
    public static final Header TCP = Header.named("tcp")
            .octets(20)
            .field("src", 0, 16)
            .field("dst", 16, 16)
            .field("sequence", 32, 32)
            .field("ack", 64, 32)
            .field("offset", 96, 4)
            .field("flags", 104, 8, Format.HEX)
            .field("window", 112, 16)
            .field("checksum", 128, 16, Format.HEX)
            .field("urgent", 144, 16)
            .initially("offset", 5)
            .initially("flags", SYN)
            .initially("window", 65_535)
            .follows("ipproto", 6)
            .length("offset", 4, 0)
            .check("tcp-options", Tcp::optionsBroken)
            .only(When.LONGER, "tcp-options")
            .checksum(new Checksum("checksum", Checksum.Covers.PAYLOAD, true, false))
            .pair("src", "dst", Role.PORT)
            .session(TcpStates.KIND)
            .build();

    @Override
    public List<Header> headers() {
        return List.of(TCP);
    }

    @Override
    public Optional<Streams> streams() {
        return Optional.of(new TcpStreams());
    }

    /// RFC 9293 section 3.1: every option but the two of one octet has a length that counts itself and stays in the
    /// header.
    private static boolean optionsBroken(Packet packet, int at, int end) {
        int to = at + (packet.u8(at + 12) >> 4) * 4;
        int option = at + 20;
        while (option < to) {
            int kind = packet.u8(option);
            if (kind == 0) {
                return false;
            }
            if (kind == 1) {
                option++;
                continue;
            }
            int length = option + 1 < to ? packet.u8(option + 1) : 0;
            if (length < 2 || option + length > to) {
                return true;
            }
            option += length;
        }
        return false;
    }
}
