// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.udp;

import io.penstock.api.layer.Checksum;
import io.penstock.api.layer.Field.Format;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Header.Role;
import io.penstock.api.layer.Layer;
import io.penstock.api.layer.SessionKind;
import io.penstock.api.layer.SessionKind.State;
import io.penstock.api.stream.Streams;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/// UDP (RFC 768). A session that was answered lives for five minutes without traffic, others for two, the
/// least that RFC 4787 REQ-5 allows.
@Component
public final class Udp implements Layer {
    private static final int UNANSWERED = 0;
    private static final int ANSWERED = 1;

    private static final SessionKind KIND = new SessionKind(
            "udp",
            120_000,
            List.of(new State("unanswered", 120_000, false), new State("answered", 300_000, true)),
            (state, packet, at, fromOpener) -> fromOpener && state == UNANSWERED ? UNANSWERED : ANSWERED);

    /// The header.
    public static final Header UDP = Header.named("udp")
            .octets(8)
            .field("src", 0, 16)
            .field("dst", 16, 16)
            .field("length", 32, 16)
            .field("checksum", 48, 16, Format.HEX)
            .follows("ipproto", 17)
            .extent("length", 1, 0)
            .checksum(new Checksum("checksum", Checksum.Covers.PAYLOAD, true, true))
            .pair("src", "dst", Role.PORT)
            .session(KIND)
            .build();

    @Override
    public List<Header> headers() {
        return List.of(UDP);
    }

    @Override
    public Optional<Streams> streams() {
        return Optional.of(new UdpStreams());
    }
}
