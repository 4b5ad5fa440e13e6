// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.counter;

import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Counts packets and bytes on the wire of each session, for both directions.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Counter.Config.class, factory = true)
@Vnf(type = "counter", name = "Counter")
public final class Counter implements PacketFunction<Counter.Session> {
    /// It has no properties.
    @ObjectClassDefinition(name = "Counter", description = "Counts packets and bytes of each session")
    public @interface Config {}

    /// What it keeps for each session.
    public interface Session {
        long fromClient();

        void fromClient(long packets);

        long fromServer();

        void fromServer(long packets);

        long bytesFromClient();

        void bytesFromClient(long bytes);

        long bytesFromServer();

        void bytesFromServer(long bytes);
    }

    @Override
    public Verdict onPacket(Packet packet, Session session) {
        if (packet.from() == Side.CLIENT) {
            session.fromClient(session.fromClient() + 1);
            session.bytesFromClient(session.bytesFromClient() + packet.wireLength());
        } else {
            session.fromServer(session.fromServer() + 1);
            session.bytesFromServer(session.bytesFromServer() + packet.wireLength());
        }
        return Verdict.PASS;
    }
}
