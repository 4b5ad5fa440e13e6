// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.streamstats;

import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Window;
import io.penstock.layer.tcp.TcpStream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Counts the bytes of each stream as its ends mean them: each once, however often it is sent. Changes nothing.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = StreamStats.Config.class, factory = true)
@Vnf(type = "streamstats", name = "Stream statistics", over = TcpStream.class)
public final class StreamStats implements StreamFunction<StreamStats.Session> {
    /// It has no properties.
    @ObjectClassDefinition(name = "Stream statistics", description = "Counts the bytes of each TCP stream, each once")
    public @interface Config {}

    /// What it counts of each session.
    public interface Session {
        long toServer();

        void toServer(long bytes);

        long toClient();

        void toClient(long bytes);

        int gaps();

        void gaps(int times);

        int repeats();

        void repeats(int times);
    }

    @Override
    public Verdict onData(Window data, Session session) {
        int fresh = data.length() - data.fresh();
        if (data.from() == Side.CLIENT) {
            session.toServer(session.toServer() + fresh);
        } else {
            session.toClient(session.toClient() + fresh);
        }
        return Verdict.PASS;
    }

    @Override
    public void onEvent(StreamEvent event, Side from, Session session) {
        if (event == StreamEvent.GAP) {
            session.gaps(session.gaps() + 1);
        } else if (event == StreamEvent.RETRANSMISSION) {
            session.repeats(session.repeats() + 1);
        }
    }
}
