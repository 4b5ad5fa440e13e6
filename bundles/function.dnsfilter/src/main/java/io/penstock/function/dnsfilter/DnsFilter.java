// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.dnsfilter;

import io.penstock.api.Address;
import io.penstock.api.BadProperty;
import io.penstock.api.Bytes;
import io.penstock.api.Syntax;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.stream.Message;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Window;
import io.penstock.layer.dns.DnsMessage;
import io.penstock.layer.dns.DnsMessages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Answers queries for names on its lists itself; all others go on.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DnsFilter.Config.class, factory = true)
@Vnf(type = "dnsfilter", name = "DNS filter", over = DnsMessages.class, tags = "dns")
public final class DnsFilter implements StreamFunction<DnsFilter.Session> {
    private static final int SECONDS = 60;

    @ObjectClassDefinition(name = "DNS filter", description = "Answers queries for listed names itself")
    public @interface Config {
        @AttributeDefinition(description = "Files with names, in the format of /etc/hosts", required = false)
        @Syntax(Syntax.Kind.FILE)
        String[] lists() default {};

        @AttributeDefinition(description = "More names", required = false)
        String[] names() default {};

        @AttributeDefinition(description = "Whether what lies below a name is on the list too")
        boolean below() default true;

        @AttributeDefinition(
                description = "Addresses to answer with; that there is no such name where left out",
                required = false)
        @Syntax(Syntax.Kind.ADDRESS)
        String[] answer() default {};
    }

    public interface Session {
        int answered();

        void answered(int queries);
    }

    private final Set<String> listed;
    private final boolean below;
    private final List<Address> answer = new ArrayList<>();

    @Activate
    public DnsFilter(Config config) {
        if (config.lists().length + config.names().length == 0) {
            throw new BadProperty("lists", -1, 0, "no name is listed", "give `lists` or `names`");
        }
        listed = Stream.concat(
                        Hosts.read(config.lists()).stream(),
                        Arrays.stream(config.names()).map(DnsFilter::plain))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
        below = config.below();
        for (int i = 0; i < config.answer().length; i++) {
            try {
                answer.add(Address.parse(config.answer()[i]));
            } catch (IllegalArgumentException none) {
                throw new BadProperty(
                        "answer", i, 0, String.valueOf(none.getMessage()), "write one as 192.0.2.7 or fd20::7");
            }
        }
    }

    private static String plain(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
    }

    @Override
    public Verdict onMessage(Message message, Session session) {
        if (message instanceof DnsMessage dns && dns.isQuery() && isListed(dns.name())) {
            session.answered(session.answered() + 1);
            Bytes said = answer.isEmpty() ? dns.noSuchName() : dns.addresses(answer, SECONDS);
            return Verdict.reply("name-listed", said).because(dns.name());
        }
        return Verdict.PASS;
    }

    private boolean isListed(String name) {
        String rest = name;
        while (!listed.contains(rest)) {
            int dot = rest.indexOf('.');
            if (!below || dot < 0) {
                return false;
            }
            rest = rest.substring(dot + 1);
        }
        return true;
    }

    @Override
    public Verdict onData(Window data, Session session) {
        return Verdict.PASS;
    }
}
