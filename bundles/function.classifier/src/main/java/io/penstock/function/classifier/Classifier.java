// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.classifier;

import io.penstock.api.BadProperty;
import io.penstock.api.NoFields;
import io.penstock.api.Opening;
import io.penstock.api.SessionFunction;
import io.penstock.api.Syntax;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.match.Match;
import io.penstock.api.match.MatchParser;
import io.penstock.api.match.MatchSyntax;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Sends each session to the first branch whose match holds for the packet that opens it; an empty match holds for
/// all.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Classifier.Config.class, factory = true)
@Vnf(type = "classifier", name = "Classifier", outputs = "branches")
public final class Classifier implements SessionFunction<NoFields> {
    /// What can be set.
    @ObjectClassDefinition(name = "Classifier", description = "Sends each session to the first branch that matches")
    public @interface Config {
        @AttributeDefinition(
                name = "Branches",
                description = "names of outputs, each with a match in pcap-filter syntax; empty matches all")
        @Syntax(Syntax.Kind.MATCH)
        String[] branches();
    }

    private static final Verdict NO_BRANCH = Verdict.drop("no-branch").because("no branch matches");

    private final List<Match> matches = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final Verdict[] verdicts;

    @Activate
    public Classifier(Config config) {
        String[] branches = config.branches();
        verdicts = new Verdict[branches.length];
        if (branches.length == 0) {
            throw new BadProperty(
                    "branches", 0, 0, "there is no branch", "name at least one, such as `{web: tcp port 80}`");
        }
        for (int i = 0; i < branches.length; i++) {
            int split = branches[i].indexOf('=');
            String name = split < 0 ? branches[i] : branches[i].substring(0, split);
            String text = split < 0 ? "" : branches[i].substring(split + 1);
            outputs.add(name);
            matches.add(parse(i, text));
            verdicts[i] = Verdict.branch(i).because(name + (text.isEmpty() ? "" : ": " + text));
        }
    }

    private static Match parse(int index, String text) {
        try {
            return MatchParser.parse(text);
        } catch (MatchSyntax wrong) {
            throw new BadProperty("branches", index, wrong.column(), wrong.what(), wrong.mend());
        }
    }

    @Override
    public List<Match> matches() {
        return List.copyOf(matches);
    }

    @Override
    public List<String> outputs() {
        return List.copyOf(outputs);
    }

    @Override
    public Verdict onOpen(Opening opening, NoFields session) {
        int first = opening.firstMatch();
        return first < 0 ? NO_BRANCH : verdicts[first];
    }
}
