// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.firewall;

import io.penstock.api.NoFields;
import io.penstock.api.Opening;
import io.penstock.api.SessionFunction;
import io.penstock.api.Side;
import io.penstock.api.Syntax;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.match.Match;
import io.penstock.layer.tcp.TcpConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/// Allows or denies each session by the packet that opens it; the first rule that matches decides, then the
/// policy.
///
/// What opens at the server side is denied unless a rule says otherwise. Frames that belong to no session pass
/// unless a rule names them.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Firewall.Config.class, factory = true)
@Vnf(type = "firewall", name = "Firewall", over = TcpConnection.class)
public final class Firewall implements SessionFunction<NoFields> {
    /// What can be set.
    @ObjectClassDefinition(name = "Firewall", description = "Allows and denies sessions by rules; the first match wins")
    public @interface Config {
        @AttributeDefinition(
                name = "Rules",
                required = false,
                description =
                        "each `allow` or `deny`, then `from client`, `from server` or `from any` (client where left"
                                + " out), then a match in pcap-filter syntax (all where left out)")
        @Syntax(
                value = Syntax.Kind.RULE,
                words = {"allow", "deny", "from client", "from server", "from any"})
        String[] rules() default {};

        @AttributeDefinition(
                name = "Policy",
                description = "what becomes of sessions from the client side that no rule matches",
                options = {@Option(label = "deny", value = "deny"), @Option(label = "allow", value = "allow")})
        String policy() default "deny";

        @AttributeDefinition(
                name = "Impossible sources",
                description = "what becomes of sessions whose source nobody can answer: the destination itself (LAND),"
                        + " a group, broadcast, loopback or no address; DHCP discovery is left to the rules",
                options = {@Option(label = "drop", value = "drop"), @Option(label = "allow", value = "allow")})
        String impossible() default "drop";

        @AttributeDefinition(
                name = "Source routes",
                description = "what becomes of packets that say by which routers they go (IPv4 loose and strict source"
                        + " routes), in the whole chain",
                options = {@Option(label = "drop", value = "drop"), @Option(label = "allow", value = "allow")})
        String sourceroutes() default "drop";
    }

    private static final String DENIED = "denied";
    private static final String SOURCE_ROUTE = "ip-source-route";
    private static final Verdict FROM_SERVER =
            Verdict.drop(DENIED).because("opened at the server side, and no rule allows it");

    private final List<Match> matches;
    private final boolean sourceChecked;
    private final Verdict[] verdicts;
    private final Verdict otherwise;
    private final List<String> tolerates;
    private final List<String> warnings;

    @Activate
    public Firewall(Config config) {
        List<Rule> rules = new ArrayList<>();
        // Asked for once: each call makes the whole array anew.
        String[] texts = config.rules();
        for (int i = 0; i < texts.length; i++) {
            rules.add(Rule.parse(i, texts[i]));
        }
        sourceChecked = !config.impossible().equals("allow");
        // Behind the rules, so that the numbers of the rules stay what they are; still asked first.
        matches = Stream.concat(
                        rules.stream().map(Rule::whole), sourceChecked ? Stream.of(Sources.MARTIAN) : Stream.empty())
                .toList();
        verdicts = rules.stream().map(Firewall::verdict).toArray(Verdict[]::new);
        boolean open = config.policy().equals("allow");
        otherwise = open
                ? Verdict.PASS.because("policy: allow")
                : Verdict.drop(DENIED).because("policy: deny, as no rule matches");
        tolerates = config.sourceroutes().equals("allow") ? List.of(SOURCE_ROUTE) : List.of();
        warnings = Rule.shadowed(rules);
    }

    private static Verdict verdict(Rule rule) {
        Verdict verdict = rule.allows() ? Verdict.PASS : Verdict.drop(DENIED);
        return verdict.because("rule " + (rule.index() + 1) + ": " + rule.text());
    }

    @Override
    public List<Match> matches() {
        return matches;
    }

    @Override
    public List<String> tolerates() {
        return tolerates;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public Verdict onOpen(Opening opening, NoFields session) {
        if (sourceChecked) {
            Verdict verdict = Sources.fromDestination(opening.packet());
            if (!verdict.passes()) {
                return verdict;
            }
            if (opening.matched(verdicts.length)) {
                return Sources.FROM_MARTIAN;
            }
        }
        int first = opening.firstMatch();
        if (first >= 0) {
            return verdicts[first];
        }
        return opening.packet().from() == Side.CLIENT ? otherwise : FROM_SERVER;
    }

    @Override
    public Verdict onFrame(Opening frame) {
        int first = frame.firstMatch();
        return first >= 0 && first < verdicts.length ? verdicts[first] : Verdict.PASS;
    }
}
