// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.stats;

import io.penstock.api.Address;
import io.penstock.api.Earlier;
import io.penstock.api.End;
import io.penstock.api.NetworkFunction;
import io.penstock.api.Opening;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Secrets;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.ip.Ip6;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Tells the clients, and the protocols with the server's port, that most bytes go to and from. Changes nothing.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Stats.Config.class, factory = true)
@Vnf(
        type = "stats",
        name = "Statistics",
        tags = {"top talkers", "protocols"})
public final class Stats implements PacketFunction<Stats.Session> {
    /// What can be set.
    @ObjectClassDefinition(
            name = "Statistics",
            description = "Tells the clients and the protocols that most bytes go to and from")
    public @interface Config {
        @AttributeDefinition(
                name = "Top",
                required = false,
                min = "1",
                max = "40",
                description = "how many clients and how many protocols are shown")
        int top() default 10;
    }

    /// What it keeps for each session.
    public interface Session {
        /// By which the client is counted; 0 where it has no address.
        long client();

        void client(long ticket);

        /// By which the protocol is counted.
        long protocol();

        void protocol(long ticket);

        /// The protocol, and the server's port, see [Service].
        int service();

        void service(int service);
    }

    /// Stands in the upper half of an IPv4 address, where no IPv6 address begins.
    private static final long FOUR = -1;

    private final int top;
    private final Heaviest clients = new Heaviest(Secrets.next());
    private final Heaviest protocols = new Heaviest(Secrets.next());

    @Activate
    public Stats(Config config) {
        top = config.top();
    }

    @Override
    public Verdict onOpen(Opening opening, Session session) {
        Packet packet = opening.packet();
        session.service(Service.of(packet, opening.port(packet.from() == Side.CLIENT ? End.DESTINATION : End.SOURCE)));
        session.client(client(packet));
        session.protocol(protocols.enter(0, session.service()));
        return Verdict.PASS;
    }

    @Override
    public Verdict onPacket(Packet packet, Session session) {
        int octets = packet.wireLength();
        if (!clients.count(session.client(), octets)) {
            session.client(client(packet));
            clients.count(session.client(), octets);
        }
        if (!protocols.count(session.protocol(), octets)) {
            session.protocol(protocols.enter(0, session.service()));
            protocols.count(session.protocol(), octets);
        }
        return Verdict.PASS;
    }

    /// Tickets are worth nothing in other tables.
    @Override
    public void onCarry(Earlier before, Session session) {
        session.client(0);
        session.protocol(0);
    }

    /// The ticket of the address at the client's side; 0 where there is none.
    private long client(Packet packet) {
        boolean first = packet.from() == Side.CLIENT;
        int four = packet.at(Ip.IP);
        if (four >= 0) {
            return clients.enter(FOUR, packet.u32(four + (first ? 12 : 16)));
        }
        int six = packet.at(Ip6.IP6);
        return six < 0 ? 0 : clients.enter(packet.u64(six + (first ? 8 : 24)), packet.u64(six + (first ? 16 : 32)));
    }

    @Override
    public List<String> figures() {
        return figures(List.of(this));
    }

    @Override
    public List<String> figures(List<? extends NetworkFunction<Session>> all) {
        List<Stats> each = all.stream()
                .filter(Stats.class::isInstance)
                .map(Stats.class::cast)
                .toList();
        List<String> lines = new ArrayList<>();
        Heaviest.rows(each.stream().map(one -> one.clients).toList(), top)
                .forEach(row -> lines.add(line("client " + address(row), row)));
        Heaviest.rows(each.stream().map(one -> one.protocols).toList(), top)
                .forEach(row -> lines.add(line(Service.text(row.low()), row)));
        return lines;
    }

    private static String address(Heaviest.Row row) {
        return (row.high() == FOUR ? new Address(32, 0, row.low()) : new Address(128, row.high(), row.low()))
                .toString();
    }

    private static String line(String name, Heaviest.Row row) {
        return String.format(
                Locale.ROOT,
                "%s: %s%,d packets, %,d bytes",
                name,
                row.whole() ? "" : "at least ",
                row.packets(),
                row.bytes());
    }
}
