// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.NoFields;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import org.jspecify.annotations.Nullable;

/// Keeps its first packet past the call, which is forbidden, and reads the last octet of it at later ones.
@Vnf(type = "hoarder", name = "Hoarder")
public final class Hoarder implements PacketFunction<NoFields> {
    private @Nullable Packet kept;
    private int length;

    @Override
    public Verdict onPacket(Packet packet, NoFields session) {
        Packet old = kept;
        if (old == null) {
            kept = packet;
            length = packet.length();
            return Verdict.PASS;
        }
        return old.u8(length - 1) < 0 ? Verdict.drop("never") : Verdict.PASS;
    }
}
