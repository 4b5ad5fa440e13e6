// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Links that go down and peers that vanish under a chain, beside another chain that has to go on.
@Timeout(240)
class LinkTest {
    private static final String SPACE = "ps-link-" + ProcessHandle.current().pid();

    private static final String EDGE =
            Dataplane.chain("edge", "\"net_af_packet0,iface=a0\"", "\"net_af_packet1,iface=b0\"");
    private static final String ELSEWHERE = Dataplane.sending("elsewhere");

    @TempDir
    private Path folder = Path.of("");

    private static int ip(String words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void inside(String words) throws Exception {
        assertThat(ip("-n " + SPACE + " " + words)).as(words).isZero();
    }

    private static void pair(String one, String other) throws Exception {
        inside("link add " + one + " type veth peer name " + other);
        inside("link set " + one + " up");
        inside("link set " + other + " up");
    }

    @BeforeEach
    void needWhatALinkNeeds() throws Exception {
        Path bridge = Dataplane.ROOT.resolve("native-bridge/target/classes/linux-x86-64/libpenstock-dpdk.so");
        Assumptions.assumeTrue(Files.exists(bridge), "this build has no DPDK bridge");
        for (String command : List.of("/usr/sbin/ip", "/usr/bin/ping")) {
            Assumptions.assumeTrue(Files.isExecutable(Path.of(command)), "needs the command " + command);
        }
        Assumptions.assumeTrue(ip("netns add " + SPACE) == 0, "needs root, to make network namespaces");
        pair("a0", "a1");
        pair("b0", "b1");
        inside("address add 10.9.0.1/24 dev a1");
    }

    @AfterEach
    void takeTheSpaceAway() throws Exception {
        ip("netns delete " + SPACE);
    }

    /// Frames for the chain: echo requests to a peer that need not answer.
    private static Process traffic() throws Exception {
        inside("neighbour replace 10.9.0.2 lladdr 02:00:00:00:00:02 dev a1 nud permanent");
        return new ProcessBuilder("ip", "netns", "exec", SPACE, "ping", "-q", "-n", "-i", "0.05", "10.9.0.2")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void carries(Dataplane dataplane) throws Exception {
        Process ping = traffic();
        try {
            dataplane.await("edge", report -> report.path("troubles").isEmpty() && !report.isMissingNode());
            dataplane.awaitMore("edge");
        } finally {
            ping.destroyForcibly().waitFor();
        }
        dataplane.awaitMore("elsewhere");
    }

    private static void says(Dataplane dataplane, String... lines) throws Exception {
        dataplane.await("edge", report -> report.path("troubles").size() == lines.length && !report.isMissingNode());
        for (int i = 0; i < lines.length; i++) {
            assertThat(dataplane.show("edge").path("troubles").path(i).asText()).isEqualTo(lines[i]);
        }
        dataplane.awaitMore("elsewhere");
        assertThat(dataplane.show("elsewhere").path("troubles")).isEmpty();
        assertThat(dataplane.show("edge").path("state").asText()).isEqualToIgnoringCase("running");
    }

    @Test
    void shouldSayInOneLineThatALinkIsDownOrAPeerGoneWhileOtherPortsGoOn() throws Exception {
        try (Dataplane dataplane = Dataplane.run(folder, "links", EDGE, "", List.of("ip", "netns", "exec", SPACE))) {
            dataplane.await("edge", report -> !report.isMissingNode());
            assertThat(dataplane.deploy(ELSEWHERE).path("refused")).isEmpty();
            carries(dataplane);
            for (String end : List.of("a1", "a0")) {
                inside("link set " + end + " down");
                says(dataplane, "port in: the link of a0 is down; look at both of its ends with ip -br link");
                inside("link set " + end + " up");
                carries(dataplane);
            }
            inside("link delete b1");
            says(dataplane, "port out: its interface b0 is gone; make it again, then deploy the chain again");
            pair("b0", "b1");
            assertThat(dataplane.deploy(EDGE).path("refused")).isEmpty();
            carries(dataplane);
        }
    }
}
