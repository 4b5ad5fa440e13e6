// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.balancer;

import io.penstock.api.Address;
import io.penstock.api.BadProperty;
import io.penstock.api.Edit;
import io.penstock.api.End;
import io.penstock.api.Opening;
import io.penstock.api.Owned;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Side;
import io.penstock.api.Syntax;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.layer.Field;
import io.penstock.layer.icmp.Icmp;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.ip.Ip6;
import io.penstock.layer.tcp.Tcp;
import io.penstock.layer.tcp.TcpConnection;
import io.penstock.layer.udp.UdpExchange;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/// Spreads the sessions to one address over backends by Maglev hashing. A session stays where it is; the
/// sessions of a client go to the same backend as long as it answers. A backend that drains gets no new
/// ones.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Balancer.Config.class, factory = true)
@Vnf(
        type = "balancer",
        name = "Balancer",
        over = {TcpConnection.class, UdpExchange.class},
        edits = Edit.HEADERS,
        translates = End.DESTINATION)
public final class Balancer implements PacketFunction<Balancer.Session> {
    /// What can be set.
    @ObjectClassDefinition(name = "Balancer", description = "Spreads the sessions to one address over backends")
    public @interface Config {
        @AttributeDefinition(name = "Address", description = "the address that clients use")
        @Syntax(Syntax.Kind.ADDRESS)
        String address();

        @AttributeDefinition(
                name = "Port",
                required = false,
                min = "0",
                max = "65535",
                description = "the port that clients use; 0 for all")
        int port() default 0;

        @AttributeDefinition(name = "Backends", description = "each `ADDRESS[:PORT] [weight N] [drain]`")
        String[] backends();

        @AttributeDefinition(
                name = "Sticky",
                required = false,
                description = "whether all sessions of a client go to the same backend, or each where it falls",
                options = {@Option(label = "client", value = "client"), @Option(label = "session", value = "session")})
        String sticky() default "client";

        @AttributeDefinition(
                name = "Fails",
                required = false,
                min = "1",
                max = "1000",
                description = "so many sessions in a row without an answer mean that a backend is down")
        int fails() default 3;

        @AttributeDefinition(
                name = "Retry",
                required = false,
                min = "1",
                max = "3600",
                description = "seconds until a backend that is down is tried with one session")
        int retry() default 10;
    }

    /// What it keeps for each session.
    public interface Session {
        /// One more than the backend's index; 0 for none.
        char backend();

        void backend(char number);

        /// Whether the backend answered.
        boolean answered();

        void answered(boolean yes);
    }

    private static final int MOST_BACKENDS = 256;
    private static final int RESET = 4;
    private static final Verdict NONE = Verdict.drop("no-backend").because("every backend drains or is down");
    private static final Verdict NO_SESSION =
            Verdict.drop("no-session").because("an error message about no known session");
    private static final Verdict ELSEWHERE = Verdict.PASS.because("not sent to the address that is balanced");

    private final Address address;
    private final int port;
    private final List<Backend> backends = new ArrayList<>();
    private final Verdict[] verdicts;
    private final Maglev table;
    private final boolean byClient;
    private final int fails;
    private final long retryNanos;
    private final Field flags = Tcp.TCP.field("flags");

    @Activate
    public Balancer(Config config) {
        address = address(config.address());
        port = config.port() == 0 ? Opening.NO_PORT : config.port();
        if (config.backends().length < 1 || config.backends().length > MOST_BACKENDS) {
            throw new BadProperty(
                    "backends", 0, 0, config.backends().length + " backends are given", "give 1 to " + MOST_BACKENDS);
        }
        for (int i = 0; i < config.backends().length; i++) {
            backends.add(backend(i, config.backends()[i]));
        }
        verdicts = backends.stream()
                .map(backend -> Verdict.PASS.because("backend " + backend.text))
                .toArray(Verdict[]::new);
        table = new Maglev(
                backends.stream()
                        .map(backend -> backend.address + "," + backend.port)
                        .toList(),
                backends.stream().mapToInt(backend -> backend.weight).toArray());
        byClient = !config.sticky().equals("session");
        fails = config.fails();
        retryNanos = config.retry() * 1_000_000_000L;
    }

    private static Address address(String text) {
        try {
            return Address.parse(text.strip());
        } catch (IllegalArgumentException notOne) {
            throw new BadProperty(
                    "address", 0, 0, "`" + text + "` is no address", "write one like 192.0.2.80 or fd20::80");
        }
    }

    private Backend backend(int item, String text) {
        Backend backend = Backend.parse(item, text);
        if (backend.address.bits() != address.bits()) {
            throw new BadProperty(
                    "backends",
                    item,
                    0,
                    "`" + text + "` is of another version than " + address,
                    "use one balancer for IPv4 and one for IPv6");
        }
        if (backends.stream().anyMatch(other -> other.address.equals(backend.address) && other.port == backend.port)) {
            throw new BadProperty("backends", item, 0, "`" + text + "` is given twice", "leave one out");
        }
        return backend;
    }

    @Override
    public List<Owned> owns() {
        return List.of(new Owned(Side.CLIENT, address));
    }

    @Override
    public Verdict onOpen(Opening opening, Session session) {
        Packet packet = opening.packet();
        if (packet.from() == Side.SERVER || !isBalanced(opening)) {
            return ELSEWHERE;
        }
        int chosen = choose(hash(opening), packet.nanos());
        if (chosen < 0) {
            return NONE;
        }
        Backend backend = backends.get(chosen);
        int wanted =
                opening.port(End.DESTINATION) == Opening.NO_PORT || !hasPorts(packet) ? Opening.NO_PORT : backend.port;
        if (!opening.translate(End.DESTINATION, backend.address, wanted)) {
            return NO_SESSION;
        }
        backend.asked(packet.nanos());
        session.backend((char) (chosen + 1));
        return verdicts[chosen];
    }

    private boolean isBalanced(Opening opening) {
        Packet packet = opening.packet();
        int at = packet.at(address.bits() == 32 ? Ip.IP : Ip6.IP6);
        if (at < 0) {
            return false;
        }
        boolean same = address.bits() == 32
                ? packet.u32(at + 16) == address.low()
                : packet.u64(at + 24) == address.high() && packet.u64(at + 32) == address.low();
        return same && (port == Opening.NO_PORT || hasPorts(packet) && opening.port(End.DESTINATION) == port);
    }

    /// A query's identifier is none of a backend's ports.
    private static boolean hasPorts(Packet packet) {
        return !packet.has(Icmp.ICMP) && !packet.has(Icmp.ICMP6);
    }

    private long hash(Opening opening) {
        Packet packet = opening.packet();
        long client = address.bits() == 32
                ? packet.u32(packet.at(Ip.IP) + 12)
                : packet.u64(packet.at(Ip6.IP6) + 8) * 31 + packet.u64(packet.at(Ip6.IP6) + 16);
        return Maglev.mix(byClient ? client : client * 65_537 + opening.port(End.SOURCE));
    }

    /// The backend of a hash; where it is down, another one, chosen by the same hash.
    private int choose(long hash, long now) {
        long next = hash;
        for (int i = 0; i < 4 * backends.size(); i++) {
            int chosen = table.backend(next);
            if (chosen < 0 || backends.get(chosen).takes(now, fails, retryNanos)) {
                return chosen;
            }
            next = Maglev.mix(next + i + 1);
        }
        for (int i = 0; i < backends.size(); i++) {
            if (backends.get(i).weight > 0 && backends.get(i).takes(now, fails, retryNanos)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Verdict onPacket(Packet packet, Session session) {
        if (packet.from() == Side.SERVER && !session.answered() && session.backend() != 0) {
            session.answered(true);
            Backend backend = backends.get(session.backend() - 1);
            if (refuses(packet)) {
                backend.refused(packet.nanos(), fails);
            } else {
                backend.answered();
            }
        }
        return Verdict.PASS;
    }

    /// A reset, or an error message where a session of its own would have another header in front.
    private boolean refuses(Packet packet) {
        if (packet.has(Tcp.TCP)) {
            return (packet.get(flags) & RESET) != 0;
        }
        return packet.has(Icmp.ICMP) && packet.get(Icmp.ICMP.field("type")) == 3
                || packet.has(Icmp.ICMP6) && packet.get(Icmp.ICMP6.field("type")) == 1;
    }
}
