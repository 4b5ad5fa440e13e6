// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.ratelimit;

import io.penstock.api.BadProperty;
import io.penstock.api.Earlier;
import io.penstock.api.Opening;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Secrets;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.ip.Ip6;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Drops what exceeds the rate of a session, or that of all sessions of a client address together; each
/// direction by itself.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RateLimit.Config.class, factory = true)
@Vnf(type = "ratelimit", name = "Rate limit")
public final class RateLimit implements PacketFunction<RateLimit.Session> {
    /// What can be set.
    @ObjectClassDefinition(name = "Rate limit", description = "Limits the rate of each session and of each client")
    public @interface Config {
        @AttributeDefinition(
                name = "Session",
                required = false,
                description = "each session's rate, such as `1000 packets/s` or `10 Mbit/s`; no limit where left out")
        String session() default "";

        @AttributeDefinition(
                name = "Client",
                required = false,
                description = "the rate of all sessions of a client address together; no limit where left out")
        String client() default "";

        @AttributeDefinition(
                name = "Burst",
                required = false,
                min = "1",
                max = "60000",
                description = "how many milliseconds' worth may come at once")
        int burst() default 100;
    }

    /// What it keeps for each session.
    public interface Session {
        /// When the bucket of what clients send will be full again.
        long up();

        void up(long time);

        /// When the bucket of what servers send will be full again.
        long down();

        void down(long time);

        /// One more than the client's number; 0 for none.
        int client();

        void client(int number);
    }

    private static final int MOST_CLIENTS = 65_536;
    private static final long MILLI = 1_000_000;
    private static final Verdict SESSION = Verdict.drop("rate-session").because("the session exceeds its rate");
    private static final Verdict CLIENT = Verdict.drop("rate-client").because("the client's sessions exceed its rate");
    private static final Verdict FULL = Verdict.drop("rate-clients-full")
            .because("sessions of " + MOST_CLIENTS + " clients are open, more than can be told apart");

    private final Rate each;
    private final Rate all;
    private final Clients clients;

    @Activate
    public RateLimit(Config config) {
        each = rate("session", config.session(), config.burst());
        all = rate("client", config.client(), config.burst());
        clients = new Clients(all.limits() ? MOST_CLIENTS : 1, Secrets.next());
    }

    private static Rate rate(String property, String text, int burst) {
        return Rate.parse(text, burst * MILLI)
                .orElseThrow(() -> new BadProperty(
                        property,
                        0,
                        0,
                        "`" + text + "` is no rate",
                        "write one like 1000 packets/s, 500 kbit/s or 10 Mbit/s"));
    }

    @Override
    public String needsOneWorker(boolean clientsHidden) {
        return clientsHidden && all.limits()
                ? "limits each client, but clients have the address of another node when they come to it"
                : "";
    }

    @Override
    public Verdict onOpen(Opening opening, Session session) {
        Packet packet = opening.packet();
        int four = packet.at(Ip.IP);
        int six = packet.at(Ip6.IP6);
        if (!all.limits() || four < 0 && six < 0) {
            return Verdict.PASS;
        }
        boolean first = packet.from() == Side.CLIENT;
        int client = four >= 0
                ? clients.enter(-1, packet.u32(four + (first ? 12 : 16)))
                : clients.enter(packet.u64(six + (first ? 8 : 24)), packet.u64(six + (first ? 16 : 32)));
        if (client == Clients.NONE) {
            return FULL;
        }
        session.client(client + 1);
        return Verdict.PASS;
    }

    @Override
    public Verdict onPacket(Packet packet, Session session) {
        boolean up = packet.from() == Side.CLIENT;
        long now = packet.nanos();
        long own = up ? session.up() : session.down();
        if (!each.allows(own, now)) {
            return SESSION;
        }
        int client = session.client() - 1;
        if (client >= 0) {
            long shared = clients.full(client, up);
            if (!all.allows(shared, now)) {
                return CLIENT;
            }
            clients.full(client, up, all.after(shared, now, packet.wireLength()));
        }
        if (each.limits()) {
            long full = each.after(own, now, packet.wireLength());
            if (up) {
                session.up(full);
            } else {
                session.down(full);
            }
        }
        return Verdict.PASS;
    }

    /// Another version has other clients: a session that was open before counts for its own rate only.
    @Override
    public void onCarry(Earlier before, Session session) {
        session.client(0);
    }

    @Override
    public void onEnd(Session session) {
        if (session.client() > 0) {
            clients.leave(session.client() - 1);
        }
    }
}
