// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A function may parse packets with a library that its bundle brings; what it keeps of sessions stands in their one
/// record all the same.
class LibraryTest {
    private static final String POM = """
            <?xml version="1.0" encoding="UTF-8"?>
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <parent>
                <groupId>io.penstock</groupId>
                <artifactId>penstock</artifactId>
                <version>0.1.0-SNAPSHOT</version>
                <relativePath/>
              </parent>
              <groupId>org.example</groupId>
              <artifactId>org.example.records</artifactId>
              <name>Records</name>
              <dependencies>
                <dependency>
                  <groupId>io.penstock</groupId>
                  <artifactId>io.penstock.api</artifactId>
                  <version>${project.parent.version}</version>
                </dependency>
                <dependency>
                  <groupId>dnsjava</groupId>
                  <artifactId>dnsjava</artifactId>
                  <version>3.6.3</version>
                </dependency>
                <dependency>
                  <groupId>io.penstock</groupId>
                  <artifactId>io.penstock.testkit</artifactId>
                  <version>${project.parent.version}</version>
                  <scope>test</scope>
                </dependency>
              </dependencies>
            </project>
            """;

    /// The library and what it calls go into the bundle; what it could use besides may be absent.
    private static final String BND = """
            -conditionalpackage: org.xbill.DNS*, org.slf4j*
            Import-Package: !org.jspecify.annotations, !android*, !com.sun.jna*, !sun.*, !lombok*, !org.slf4j.impl, *
            """;

    private static final String FUNCTION = """
            package org.example.records;

            import io.penstock.api.Opening;
            import io.penstock.api.Packet;
            import io.penstock.api.PacketFunction;
            import io.penstock.api.Verdict;
            import io.penstock.api.Vnf;
            import io.penstock.api.match.Match;
            import io.penstock.api.match.MatchParser;
            import io.penstock.api.match.MatchSyntax;
            import java.io.IOException;
            import java.util.List;
            import org.osgi.service.component.annotations.Activate;
            import org.osgi.service.component.annotations.Component;
            import org.osgi.service.component.annotations.ConfigurationPolicy;
            import org.osgi.service.metatype.annotations.AttributeDefinition;
            import org.osgi.service.metatype.annotations.Designate;
            import org.osgi.service.metatype.annotations.ObjectClassDefinition;
            import org.xbill.DNS.Message;
            import org.xbill.DNS.Section;

            /// Lets each session carry so many answers of DNS, which dnsjava reads.
            @Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
            @Designate(ocd = Records.Config.class, factory = true)
            @Vnf(type = "records", name = "Records")
            public final class Records implements PacketFunction<Records.Session> {
                /// What can be set.
                @ObjectClassDefinition(name = "Records", description = "Limits the answers of DNS")
                public @interface Config {
                    @AttributeDefinition(name = "Most", description = "answers that a session may carry", min = "0")
                    int most() default 0;
                }

                /// What it keeps for each session.
                public interface Session {
                    boolean dns();

                    void dns(boolean is);

                    int answers();

                    void answers(int count);

                    int unreadable();

                    void unreadable(int count);
                }

                private static final Verdict MANY = Verdict.drop("too-many-answers");

                private final int most;
                private final Match dns;

                @Activate
                public Records(Config config) {
                    most = config.most();
                    try {
                        dns = MatchParser.parse("udp port 53");
                    } catch (MatchSyntax never) {
                        throw new IllegalStateException(never);
                    }
                }

                @Override
                public List<Match> matches() {
                    return List.of(dns);
                }

                @Override
                public Verdict onOpen(Opening opening, Session session) {
                    session.dns(opening.matched(0));
                    return Verdict.PASS;
                }

                @Override
                public Verdict onPacket(Packet packet, Session session) {
                    if (!session.dns()) {
                        return Verdict.PASS;
                    }
                    byte[] octets = new byte[Math.min(packet.bodyEnd(), packet.length()) - packet.body()];
                    for (int i = 0; i < octets.length; i++) {
                        octets[i] = (byte) packet.u8(packet.body() + i);
                    }
                    try {
                        int answers = new Message(octets).getSection(Section.ANSWER).size();
                        session.answers(session.answers() + answers);
                    } catch (IOException broken) {
                        session.unreadable(session.unreadable() + 1);
                    }
                    return session.answers() > most ? MANY : Verdict.PASS;
                }
            }
            """;

    private static final String TEST = """
            package org.example.records;

            import io.penstock.testkit.Script;
            import org.junit.jupiter.api.Test;

            class RecordsTest {
                @Test
                void shouldLetQuestionsAndWhatIsNoDnsPass() {
                    try (Script script = Script.of("r: {type: records}", Records.class)) {
                        script.client("udp 10.0.0.1:5000 > 192.0.2.7:53 \\"?\\"").passes();
                        script.client("udp 10.0.0.1:5000 > 192.0.2.7:99 \\"no DNS\\"").passes();
                    }
                }
            }
            """;

    private static final String CHAIN = """
            format: 1
            chain: records
            ports:
              lan: {driver: pcap, in: "%1$s", out: lan.pcapng}
              wan: {driver: pcap, in: "%1$s", out: wan.pcapng}
            functions:
              count: {type: counter}
              answers: {type: records}
            wires:
              - lan -> count -> answers -> wan
            """.formatted(Cli.root().resolve("examples/office.pcapng"));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldKeepWhatAFunctionWithALibraryKnowsInTheOneRecordOfASession() throws Exception {
        Optional<Path> mvn = Modules.maven();
        assumeTrue(mvn.isPresent(), "mvn is not on the PATH");
        Path jar = Modules.built(
                mvn.get(),
                folder.resolve("records"),
                Map.of(
                        "pom.xml",
                        POM,
                        "bnd.bnd",
                        BND,
                        "src/main/java/org/example/records/Records.java",
                        FUNCTION,
                        "src/test/java/org/example/records/RecordsTest.java",
                        TEST.replace("\\\\", "\\")));
        Cli cli = new Cli(folder);
        cli.file("records.chain.yaml", CHAIN);

        assertThat(cli.run("install", jar.toString()).succeeded().out()).contains("function records: Records");
        assertThat(cli.run("run", "records.chain.yaml").succeeded().out()).contains("too-many-answers");
        assertThat(cli.run("explain", "records.chain.yaml").succeeded().out())
                .containsPattern("(?m)^ +\\d+ +4  answers +answers$")
                .containsPattern("(?m)^ +\\d+ +4  unreadable +answers$")
                .containsPattern("(?m)^ +\\d+ +1  dns +answers$")
                .containsPattern("(?m)^ +session look-ups +1 +2$");
    }
}
