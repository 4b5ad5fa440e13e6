// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.nat;

import io.penstock.api.Address;
import io.penstock.api.BadProperty;
import io.penstock.api.Edit;
import io.penstock.api.End;
import io.penstock.api.Opening;
import io.penstock.api.Owned;
import io.penstock.api.Packet;
import io.penstock.api.Secrets;
import io.penstock.api.SessionFunction;
import io.penstock.api.Side;
import io.penstock.api.Slice;
import io.penstock.api.Syntax;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.layer.Field;
import io.penstock.layer.ip.Ip;
import io.penstock.layer.tcp.TcpConnection;
import io.penstock.layer.udp.UdpExchange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Lets all clients share a few addresses: source NAPT for IPv4 (RFC 4787 REQ-1 to REQ-8, RFC 5382, RFC
/// 5508).
///
/// Mapping is endpoint-independent, filtering depends on address and port: what opens at the server side
/// is dropped. An outside port is free again when the last session of its mapping has ended. IPv6 is left
/// as it is.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Nat.Config.class, factory = true)
@Vnf(
        type = "nat",
        name = "NAT",
        over = {TcpConnection.class, UdpExchange.class},
        edits = Edit.HEADERS,
        translates = End.SOURCE)
public final class Nat implements SessionFunction<Nat.Session> {
    /// What can be set.
    @ObjectClassDefinition(name = "NAT", description = "Lets all clients share a few IPv4 addresses")
    public @interface Config {
        @AttributeDefinition(name = "Address", description = "the IPv4 addresses seen at the server side, 1 to 16")
        @Syntax(Syntax.Kind.ADDRESS)
        String[] address();

        @AttributeDefinition(
                name = "Ports",
                description = "the ports that may be used, and the identifiers of queries, as `FIRST-LAST`")
        @Syntax(Syntax.Kind.PORTS)
        String ports() default "1024-65535";
    }

    /// What it keeps for each session.
    public interface Session {
        /// Which protocol's port, and which; 0 for none.
        int binding();

        void binding(int number);
    }

    private static final int MOST_ADDRESSES = 16;
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,5})\\s*-\\s*(\\d{1,5})\\s*");

    private static final Verdict EXHAUSTED =
            Verdict.drop("nat-ports-exhausted").because("every port of every address has sessions");
    private static final Verdict FILTERED = Verdict.drop("nat-filtered").because("no client has talked to this sender");
    private static final Verdict UNSOLICITED =
            Verdict.drop("nat-unsolicited").because("opened at the server side, not to an address of this NAT");
    private static final Verdict HAIRPIN =
            Verdict.drop("nat-hairpin").because("a client cannot reach another through this NAT's address");
    private static final Verdict NO_PORT =
            Verdict.drop("nat-no-port").because("it has neither ports nor the identifier of a query");
    private static final Verdict NOT_IPV4 = Verdict.PASS.because("only IPv4 is translated");
    private static final Verdict GROUP =
            Verdict.PASS.because("what goes to a group or comes from nobody is left as it is");

    private static final Field SOURCE = Ip.IP.field("src");
    private static final Field DESTINATION = Ip.IP.field("dst");
    private static final Field PROTOCOL = Ip.IP.field("protocol");

    /// The protocols whose ports are shared: ICMP queries, TCP, UDP.
    private static final int[] PROTOCOLS = {1, 6, 17};

    private final Address[] addresses;
    private final Bindings[] bindings = new Bindings[PROTOCOLS.length];

    @Activate
    public Nat(Config config) {
        addresses = addresses(config.address());
        int[] range = range(config.ports());
        int secret = (int) Secrets.next();
        for (int i = 0; i < bindings.length; i++) {
            bindings[i] = new Bindings(addresses.length, range[0], range[1], secret);
        }
    }

    private static Address[] addresses(String[] texts) {
        if (texts.length < 1 || texts.length > MOST_ADDRESSES) {
            throw new BadProperty(
                    "address", 0, 0, texts.length + " addresses are given", "give 1 to " + MOST_ADDRESSES);
        }
        List<Address> parsed = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            parsed.add(address(texts[i], i));
            if (parsed.indexOf(parsed.get(i)) < i) {
                throw new BadProperty("address", i, 0, "`" + texts[i] + "` is given twice", "leave one out");
            }
        }
        return parsed.toArray(Address[]::new);
    }

    private static Address address(String text, int item) {
        try {
            Address address = Address.parse(text.strip());
            if (address.bits() == 32 && !group(address.low()) && address.low() != 0) {
                return address;
            }
        } catch (IllegalArgumentException notOne) {
            // Told below, as for one that is no host's.
        }
        throw new BadProperty(
                "address", item, 0, "`" + text + "` is no host's IPv4 address", "write one like 198.51.100.1");
    }

    private static int[] range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (matcher.matches()) {
            int first = Integer.parseInt(matcher.group(1));
            int last = Integer.parseInt(matcher.group(2));
            if (first >= 1 && last <= 65_535 && first <= last) {
                return new int[] {first, last};
            }
        }
        throw new BadProperty("ports", 0, 0, "`" + text + "` is no range of ports", "write one like 1024-65535");
    }

    @Override
    public boolean keepsTo(Slice slice) {
        if (!bindings[0].slice().equals(slice)) {
            for (int i = 0; i < bindings.length; i++) {
                bindings[i] = bindings[i].of(slice);
            }
        }
        return bindings[0].hasPorts();
    }

    @Override
    public List<Owned> owns() {
        return Arrays.stream(addresses)
                .map(address -> new Owned(Side.SERVER, address))
                .toList();
    }

    @Override
    public Verdict onOpen(Opening opening, Session session) {
        Packet packet = opening.packet();
        if (!packet.has(Ip.IP)) {
            return NOT_IPV4;
        }
        long destination = packet.get(DESTINATION);
        if (group(destination) || packet.get(SOURCE) == 0) {
            return GROUP;
        }
        boolean own = owns(destination);
        if (packet.from() == Side.SERVER) {
            return own ? FILTERED : UNSOLICITED;
        }
        return own ? HAIRPIN : translate(opening, session);
    }

    private Verdict translate(Opening opening, Session session) {
        int protocol = protocol(opening.packet().get(PROTOCOL));
        int port = opening.port(End.SOURCE);
        if (protocol < 0 || port == Opening.NO_PORT) {
            return NO_PORT;
        }
        int slot = bindings[protocol].bind((int) opening.packet().get(SOURCE), port);
        if (slot == Bindings.NONE) {
            return EXHAUSTED;
        }
        session.binding(slot * PROTOCOLS.length + protocol + 1);
        Address outside = addresses[bindings[protocol].address(slot)];
        return opening.translate(End.SOURCE, outside, bindings[protocol].port(slot)) ? Verdict.PASS : NO_PORT;
    }

    @Override
    public void onEnd(Session session) {
        int number = session.binding() - 1;
        if (number >= 0) {
            bindings[number % PROTOCOLS.length].release(number / PROTOCOLS.length);
        }
    }

    private static int protocol(long number) {
        for (int i = 0; i < PROTOCOLS.length; i++) {
            if (PROTOCOLS[i] == number) {
                return i;
            }
        }
        return -1;
    }

    private boolean owns(long address) {
        for (Address one : addresses) {
            if (one.low() == address) {
                return true;
            }
        }
        return false;
    }

    /// Multicast, broadcast and reserved: 224.0.0.0 and up.
    private static boolean group(long address) {
        return address >>> 29 == 7;
    }
}
