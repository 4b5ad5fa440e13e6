// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Refused;
import io.penstock.api.control.Report;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.ports.capture.CaptureRefused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Captures of others, hostile ones among them, through chains: no frame is lost without a reason, none is changed
/// that no function changes.
class CorpusTest {
    private static final Set<Integer> READ_LINK_TYPES = Set.of(1, 12, 14, 101, 228, 229);
    private static final int SAMPLE = 20_000;
    private static final String COUNTER = "count: {type: counter}";
    private static final Map<String, Long> REASONS = new TreeMap<>();

    @TempDir
    private Path folder;

    @AfterAll
    static void tellReasons() {
        System.out.println("drop reasons over all captures and chains, the ten largest:");
        REASONS.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(10)
                .forEach(reason -> System.out.printf("%10d  %s%n", reason.getValue(), reason.getKey()));
    }

    @Test
    void shouldCarryEveryFrameUnchangedThroughAnEmptyChain() throws Exception {
        for (Path capture : readable()) {
            Captures.Content content = Captures.known(capture);
            Replay replay = Replay.throughWire(capture, folder);
            assertThat(replay.failure()).describedAs("%s", capture).isEmpty();
            assertThat(replay.wan()).describedAs("%s", capture).isEqualTo(content.shots());
            assertThat(replay.report().troubles())
                    .describedAs("%s", capture)
                    .hasSize(content.trouble().isEmpty() ? 0 : 1);
            accountsForAll(capture, content, replay);
        }
    }

    @Test
    void shouldRefuseInOneLineWhatIsNoCapture() throws Exception {
        List<Path> readable = readable();
        for (Path capture : Captures.all()) {
            if (!readable.contains(capture)) {
                Refused refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                        Refused.class, () -> Replay.throughWire(capture, folder));
                assertThat(refused.problems()).describedAs("%s", capture).hasSize(1);
                assertThat(refused.problems().getFirst().oneLine())
                        .contains(";")
                        .doesNotContain("\n");
            }
        }
    }

    @Test
    void shouldChangeNoFrameThatAFirewallAllows() throws Exception {
        carryThroughFirewall("fw: {type: firewall, policy: allow}");
    }

    @Test
    void shouldChangeNoFrameThatRulesLetPass() throws Exception {
        carryThroughFirewall("fw: {type: firewall, rules: [deny tcp dst port 80 and ip, allow from any tcp or udp, "
                + "'deny from any ether multicast', allow icmp or icmp6]}");
    }

    private void carryThroughFirewall(String firewall) throws Exception {
        List<Replay.Pair> sample = new ArrayList<>();
        for (Path capture : readable()) {
            Captures.Content content = Captures.known(capture);
            Replay replay =
                    Replay.through(capture, folder, List.of(firewall, COUNTER), List.of(Firewall.class, Counter.class));
            accountsForAll(capture, content, replay);
            List<Replay.Pair> pairs = replay.pairs(content.shots());
            assertThat(pairs)
                    .describedAs("%s", capture)
                    .allMatch(pair -> pair.after().equals(pair.before()));
            assertThat(replay.report().notes().getOrDefault("unread-link-type", 0L))
                    .describedAs("%s", capture)
                    .isEqualTo(content.shots().stream()
                            .filter(shot ->
                                    !READ_LINK_TYPES.contains(shot.origin().linkType()))
                            .count());
            add(pairs, sample);
        }
        compareChecksums(sample);
    }

    @Test
    void shouldKeepRightChecksumsRightAndWrongOnesWrongThroughTranslation() throws Exception {
        List<Replay.Pair> sample = new ArrayList<>();
        for (Path capture : readable()) {
            Captures.Content content = Captures.known(capture);
            Replay replay = Replay.through(
                    capture,
                    folder,
                    List.of("nat: {type: translator}", COUNTER),
                    List.of(Translator.class, Counter.class));
            accountsForAll(capture, content, replay);
            add(replay.pairs(content.shots()), sample);
        }
        assertThat(sample)
                .describedAs("frames that the translator changed")
                .filteredOn(pair -> !pair.before().equals(pair.after()))
                .hasSizeGreaterThan(1_000);
        compareChecksums(sample);
    }

    private static void add(List<Replay.Pair> pairs, List<Replay.Pair> sample) {
        pairs.stream()
                .filter(pair -> READ_LINK_TYPES.contains(pair.before().origin().linkType()))
                .limit(SAMPLE - sample.size())
                .forEach(sample::add);
    }

    private void compareChecksums(List<Replay.Pair> sample) throws Exception {
        Tshark.assumeInstalled();
        List<String> before =
                Tshark.status(sample.stream().map(Replay.Pair::before).toList(), folder.resolve("before.pcapng"));
        List<String> after =
                Tshark.status(sample.stream().map(Replay.Pair::after).toList(), folder.resolve("after.pcapng"));
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < sample.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                differences.add(before.get(i) + " became " + after.get(i) + ": "
                        + sample.get(i).before().hex() + " became "
                        + sample.get(i).after().hex());
            }
        }
        assertThat(differences).describedAs("status of ip,tcp,udp checksums").isEmpty();
        assertThat(before)
                .describedAs("right and wrong checksums in the sample")
                .contains("1,1,", "1,0,", "1,,1", "1,,0");
    }

    private static void accountsForAll(Path capture, Captures.Content content, Replay replay) {
        Report report = replay.report();
        assertThat(replay.failure()).describedAs("%s", capture).isEmpty();
        assertThat(report.in())
                .describedAs("%s", capture)
                .isEqualTo(content.shots().size());
        assertThat(report.in() + report.made())
                .describedAs("in + made = out + dropped + held of %s", capture)
                .isEqualTo(report.out() + report.dropped() + report.held());
        assertThat(report.out())
                .describedAs("written of %s", capture)
                .isEqualTo(replay.lan().size() + replay.wan().size());
        assertThat(replay.fates().stream()
                        .map(Replay.Fate::reason)
                        .filter(reason -> !reason.isEmpty())
                        .collect(Collectors.toMap(reason -> reason, _ -> 1L, Long::sum)))
                .describedAs("%s", capture)
                .isEqualTo(report.reasons());
        report.nodes()
                .forEach(node -> assertThat(node.failures())
                        .describedAs("failures of %s, %s", node.node(), capture)
                        .isZero());
        report.reasons().forEach((reason, count) -> REASONS.merge(reason, count, Long::sum));
    }

    private static List<Path> readable() {
        return Captures.all().stream().filter(CorpusTest::opens).toList();
    }

    private static boolean opens(Path capture) {
        try {
            Captures.known(capture);
            return true;
        } catch (CaptureRefused refused) {
            return false;
        }
    }
}
