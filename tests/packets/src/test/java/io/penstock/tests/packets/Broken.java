// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.NoFields;
import io.penstock.api.Opening;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;

/// Throws at every packet and every frame.
@Vnf(type = "broken", name = "Broken")
public final class Broken implements PacketFunction<NoFields> {
    @Override
    public Verdict onPacket(Packet packet, NoFields session) {
        throw new IllegalStateException("broken on purpose");
    }

    @Override
    public Verdict onFrame(Opening frame) {
        throw new IllegalStateException("broken on purpose");
    }
}
