// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real clients and servers through firewall and counter on DPDK's af_packet, by the script `live` beside this module.
class LiveTest {
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."));
    private static final Path LIVE = ROOT.resolve("tests/live/live");
    private static final String DOWNLOADS = Boolean.getBoolean("penstock.long") ? "40" : "10";

    @BeforeAll
    static void needWhatALiveChainNeeds() throws Exception {
        Assumptions.assumeTrue(said(List.of("id", "-u")).strip().equals("0"), "needs root, to make network namespaces");
        for (String command : List.of(
                "ip", "ethtool", "nft", "tc", "ping", "curl", "nginx", "dnsmasq", "dig", "traceroute", "iperf3")) {
            Assumptions.assumeTrue(isThere(command), "needs the command " + command);
        }
        Path bridge = ROOT.resolve("native-bridge/target/classes/linux-x86-64/libpenstock-dpdk.so");
        Assumptions.assumeTrue(Files.exists(bridge), "this build has no DPDK bridge");
    }

    private static boolean isThere(String command) {
        return Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    private static String said(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return said;
    }

    private static List<String> live(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LIVE.toString()));
        command.addAll(List.of(words));
        String said = said(command);
        Assumptions.assumeFalse(said.contains("Operation not permitted"), "may not make network namespaces");
        return said.lines().toList();
    }

    /// What failed stands beside what the chain said last.
    private static void assertSteps(List<String> lines, int steps) {
        String told = lines.stream().filter(line -> line.startsWith("chain:")).collect(Collectors.joining("\n"));
        assertThat(lines).as(told).filteredOn(line -> line.startsWith("failed")).isEmpty();
        assertThat(lines).as(told).filteredOn(line -> line.startsWith("ok")).hasSize(steps);
    }

    @Test
    void shouldCarryPingHttpDnsTracerouteAndIperfOverIpv4AndIpv6() throws Exception {
        List<String> lines = live("traffic");
        assertSteps(lines, 12);
    }

    @Test
    void shouldDeliverEveryByteUnderLossDuplicatesCorruptionAndReordering() throws Exception {
        List<String> lines = live("faults", DOWNLOADS);
        assertThat(lines).filteredOn(line -> line.startsWith("failed")).isEmpty();
        assertThat(lines)
                .contains("ok " + DOWNLOADS + " of " + DOWNLOADS + " downloads under loss, duplicates and corruption");
    }

    @Test
    void fault26ShouldTellThePathMtuAndOtherErrorsThroughNat() throws Exception {
        List<String> lines = live("nat");
        assertSteps(lines, 10);
    }

    @Test
    void shouldEditTheContentOfDownloadsAndEndConnectionsOverIpv4AndIpv6() throws Exception {
        List<String> lines = live("streams");
        assertSteps(lines, 13);
    }

    @ParameterizedTest
    @ValueSource(strings = {"***", "xxxxxxx", "what stood here is gone"})
    void shouldFrameContentThatGetsShorterStaysAsLongOrGetsLonger(String mask) throws Exception {
        Assumptions.assumeTrue(mask.equals("***") || Boolean.getBoolean("penstock.long"), "one of three: --long");
        for (String command : List.of("ab", "wget", "python3")) {
            Assumptions.assumeTrue(isThere(command), "needs the command " + command);
        }
        List<String> lines = live("http", mask);
        assertSteps(lines, 40);
    }

    @Test
    void shouldCarryManyConnectionsAtOnceWhileTheFunctionThatChangesThemIsUpdated() throws Exception {
        for (String command : List.of("python3", "zip", "unzip")) {
            Assumptions.assumeTrue(isThere(command), "needs the command " + command);
        }
        boolean whole = Boolean.getBoolean("penstock.long");
        List<String> lines = whole ? live("many", "1000", "60", "20") : live("many", "60", "1", "1");
        assertSteps(lines, whole ? 25 : 6);
    }

    @Test
    void shouldZipOnceWhatFiveOtherNodesHaveReadAndChanged() throws Exception {
        List<String> lines = live("web");
        assertSteps(lines, 14);
    }

    @Test
    void shouldAnswerListedNamesBehindNatAndNoOthers() throws Exception {
        List<String> lines = live("dns");
        assertSteps(lines, 6);
    }

    @Test
    void shouldEditContentUnderLossDuplicatesReorderingCorruptionAndDelay() throws Exception {
        Assumptions.assumeTrue(Boolean.getBoolean("penstock.long"), "takes two minutes: --long");
        for (String command : List.of("ab", "wget", "python3")) {
            Assumptions.assumeTrue(isThere(command), "needs the command " + command);
        }
        List<String> lines = live("impaired");
        assertSteps(lines, 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"af_packet", "af_xdp"})
    void shouldCarryIperfAtFourFifthsOfTestpmd(String driver) throws Exception {
        Assumptions.assumeTrue(Boolean.getBoolean("penstock.long"), "measures for two minutes: --long");
        Assumptions.assumeTrue(isThere("dpdk-testpmd"), "needs the command dpdk-testpmd");
        List<String> lines = live("iperf", driver);
        assertSteps(lines, 2);
    }

    @Test
    void shouldMeasureWhatChangedWordsCostBesideNginxAndABridge() throws Exception {
        List<String> lines = live("rewrite", "1", "960");
        assertThat(lines).filteredOn(line -> line.startsWith("failed")).isEmpty();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("cost ") && !line.startsWith("cost mitmproxy"))
                .extracting(line -> line.replaceAll(" \\d+ \\d+$", ""))
                .containsExactly(
                        "cost bridge 1 7680000",
                        "cost penstock 1 7680000",
                        "cost nginx 1 7680000",
                        "cost bridge-offloads 1 7680000",
                        "cost nginx-offloads 1 7680000");
    }

    @Test
    void shouldResetNoConnectionWhileFunctionsAndTheChainChange() throws Exception {
        for (String command : List.of("python3", "zip", "unzip")) {
            Assumptions.assumeTrue(isThere(command), "needs the command " + command);
        }
        List<String> lines = Boolean.getBoolean("penstock.long") ? live("update") : live("update", "60", "5", "4");
        assertSteps(lines, 5);
    }

    @Test
    void shouldTakeAwayEverythingItMadeAlsoWhenInterrupted() throws Exception {
        Process process = new ProcessBuilder(LIVE.toString(), "traffic")
                .redirectErrorStream(true)
                .start();
        String box = "ps-box-" + process.pid();
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!said(List.of("ip", "netns", "list")).contains(box) && process.isAlive()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
        }
        Assumptions.assumeTrue(process.isAlive(), "may not make network namespaces");
        Thread.sleep(3_000);
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said(List.of("ip", "netns", "list"))).doesNotContain("-" + process.pid());
        assertThat(ProcessHandle.allProcesses()
                        .filter(one -> one.info().commandLine().orElse("").contains("live-" + process.pid())))
                .isEmpty();
    }
}
