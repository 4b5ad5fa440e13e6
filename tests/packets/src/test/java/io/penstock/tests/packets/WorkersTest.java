// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.api.NetworkFunction;
import io.penstock.api.Refused;
import io.penstock.api.Side;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Report;
import io.penstock.dataplane.Assembly;
import io.penstock.dataplane.Platform;
import io.penstock.dataplane.program.Reports;
import io.penstock.function.balancer.Balancer;
import io.penstock.function.counter.Counter;
import io.penstock.function.firewall.Firewall;
import io.penstock.function.nat.Nat;
import io.penstock.function.ratelimit.RateLimit;
import io.penstock.function.stats.Stats;
import io.penstock.testkit.ClassCatalog;
import io.penstock.testkit.Packets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Several workers do to each session what one does: the same packets leave in the same order, and the same is counted.
class WorkersTest {
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static final Class<? extends NetworkFunction<?>>[] FUNCTIONS =
            new Class[] {Firewall.class, Nat.class, RateLimit.class, Balancer.class, Counter.class, Stats.class};

    private static final String OUTSIDE = "198.51.100.1";
    private static final int CLIENTS = 24;
    private static final int ETHER = 14;
    private static final int IP = 20;
    private static final Pattern QUESTION = Pattern.compile("q\\d-(\\d+)");

    private static final String PLAIN = chain("""
            fw: {type: firewall, policy: allow, rules: [deny udp port 54, "allow from server udp port 99"]}
            st: {type: stats, top: 40}
            c: {type: counter}
            """);

    private static final String TRANSLATED = chain("""
            fw: {type: firewall, policy: allow, rules: [deny udp port 54, "allow from server udp port 99"]}
            c: {type: counter}
            nat: {type: nat, address: 198.51.100.1}
            """);

    private static final String BALANCED = chain("""
            lb: {type: balancer, address: 192.0.2.7, backends: [192.0.2.71, "192.0.2.72 weight 2", 192.0.2.73], fails: 1000}
            c: {type: counter}
            nat: {type: nat, address: 198.51.100.1}
            st: {type: stats, top: 40}
            """);

    private static String chain(String nodes) {
        StringBuilder wire = new StringBuilder("client");
        StringBuilder lines = new StringBuilder();
        nodes.lines().filter(line -> !line.isBlank()).forEach(line -> {
            lines.append("  ").append(line.strip()).append('\n');
            wire.append(" -> ").append(line.strip(), 0, line.strip().indexOf(':'));
        });
        return "format: 1\nchain: test\nports:\n  client: {driver: end}\n  server: {driver: end}\nfunctions:\n" + lines
                + "wires:\n  - " + wire + " -> server\n";
    }

    // ---- what is said

    /// What has left, and what was counted.
    private record Outcome(
            Map<String, List<String>> packets, String counted, Set<String> figures, List<String> sessions) {}

    /// Talks of many clients, through a team of so many workers.
    private static final class Talks {
        private final Team team;
        private final int queues;
        private final Map<String, List<String>> packets = new TreeMap<>();
        private final Map<String, String> clients = new HashMap<>();

        Talks(Team team, int queues) {
            this.team = team;
            this.queues = queues;
        }

        private void client(int flow, String packet) {
            team.send(Side.CLIENT, flow % queues, Packets.packet(packet));
        }

        private void server(int flow, String packet) {
            team.send(Side.SERVER, (flow + 1) % queues, Packets.packet(packet));
        }

        private static String address(int client) {
            return "10.0.0." + (client + 1);
        }

        Outcome all() {
            for (int i = 0; i < CLIENTS; i++) {
                for (int n = 0; n < 3; n++) {
                    String said = " \"q" + n + "-" + i + "\"";
                    client(i, "udp " + address(i) + ":" + (5_000 + i) + " > 192.0.2.7:53" + said);
                    client(i, "udp " + address(i) + ":" + (6_000 + i) + " > 192.0.2.7:54" + said);
                    client(i, "udp [fd10::" + (i + 1) + "]:5000 > [fd20::7]:53" + said);
                    client(i, "vlan 7 udp 10.0.1." + (i + 1) + ":5000 > 192.0.2.9:53" + said);
                    client(i, "icmp " + address(i) + " > 192.0.2.7 type 8 id " + (i + 1));
                }
                client(i, "tcp " + address(i) + ":4000 > 192.0.2.7:" + (8_000 + i) + " flags 0x02");
                client(i, "arp");
                server(i, "udp 192.0.2.8:9999 > " + address(i) + ":99 \"first\"");
                server(i, "udp 192.0.2.8:9999 > " + OUTSIDE + ":" + (9_000 + i) + " \"nobody\"");
            }
            List<byte[]> asked = take("server");
            asked.forEach(this::answer);
            List<byte[]> answered = take("client");
            answered.forEach(this::complain);
            asked.forEach(this::answerInPieces);
            for (int i = 0; i < CLIENTS; i++) {
                String tcp = "tcp " + address(i) + ":4000 > 192.0.2.7:" + (8_000 + i);
                client(i, tcp + " flags 0x10");
                client(i, tcp + " flags 0x18 \"get\"");
                String pieces = " > 192.0.2.7:53 flags 0 id " + (100 + i) + " size 200";
                cut(Side.CLIENT, i, "udp " + address(i) + ":" + (5_000 + i) + pieces);
            }
            take("");
            Report report = team.report();
            return new Outcome(packets, counted(report), figures(report), sessions());
        }

        private static boolean isPlain(byte[] frame, int protocol) {
            return half(frame, 12) == 0x0800 && frame[ETHER + 9] == protocol && (half(frame, 20) & 0x3fff) == 0;
        }

        /// Who has sent a question, by what it says; below 0 where it is none.
        private static int asker(byte[] frame) {
            int payload = ETHER + IP + 8 + (half(frame, 12) == 0x8100 ? 4 : 0);
            String said =
                    new String(frame, Math.min(payload, frame.length), Math.max(0, frame.length - payload), US_ASCII);
            Matcher question = QUESTION.matcher(said);
            return question.lookingAt() ? Integer.parseInt(question.group(1)) : -1;
        }

        private static String back(byte[] frame) {
            return end(frame, 30, 36) + " > " + end(frame, 26, 34);
        }

        /// Answers what came to a server, and has a router complain of it.
        private void answer(byte[] frame) {
            if (isPlain(frame, 6)) {
                server(half(frame, 36), "tcp " + back(frame) + " flags 0x12");
            } else if (isPlain(frame, 17) && asker(frame) >= 0) {
                server(asker(frame), "udp " + back(frame) + " \"answer\"");
                String error = "icmp 192.0.2.200 > " + text(frame, 26) + " type 3 code 3 hex " + quote(frame);
                server(asker(frame), error);
            }
        }

        private void answerInPieces(byte[] frame) {
            if (isPlain(frame, 17) && frame[ETHER + IP + 9] == '0' && asker(frame) >= 0) {
                String pieces = " flags 0 id " + (200 + asker(frame)) + " size 160";
                cut(Side.SERVER, asker(frame), "udp " + back(frame) + pieces);
            }
        }

        /// Has a router at the client side complain of an answer.
        private void complain(byte[] frame) {
            if (isPlain(frame, 17)) {
                String error = "icmp 10.9.9.9 > " + text(frame, 26) + " type 3 code 1 hex " + quote(frame);
                client(half(frame, 36), error);
            }
        }

        private void cut(Side side, int flow, String packet) {
            List<byte[]> fragments = new ArrayList<>(FragmentsTest.cut(packet, 64));
            Collections.shuffle(fragments, new Random(flow));
            fragments.forEach(fragment -> team.send(side, flow % queues, fragment));
        }

        private List<byte[]> take(String port) {
            Map<String, List<byte[]>> left = team.settle();
            left.forEach((name, frames) -> frames.forEach(frame -> note(name, frame)));
            return left.getOrDefault(port, List.of());
        }

        /// Writes down what left, with the name of the client in the place of the port that a translation chose.
        private void note(String port, byte[] frame) {
            String words = Packets.words(frame);
            int payload = ETHER + IP + 8;
            String said = HexFormat.of().formatHex(frame, Math.min(payload, frame.length), frame.length);
            if (port.equals("server") && words.contains(OUTSIDE)) {
                int tag = half(frame, 12) == 0x8100 ? 4 : 0;
                said = said.substring(Math.min(said.length(), 2 * tag));
                String chosen = tag + "-" + frame[ETHER + tag + 9] + "-" + half(frame, 34 + tag);
                if (asker(frame) >= 0) {
                    clients.put(chosen, "client " + asker(frame));
                }
                words = words.replaceFirst(OUTSIDE + ":\\d+", OUTSIDE + " " + clients.getOrDefault(chosen, "somebody"));
                said = frame[ETHER + 9] == 6 ? "" : said;
            }
            boolean error = words.contains("icmp");
            words = error ? words.replaceAll(" id .*", "") : words;
            packets.computeIfAbsent(port + " " + words, unseen -> new ArrayList<>())
                    .add(error ? "" : said);
            if (!words.contains(":") && !words.contains("client ")) {
                // Of pieces without ports nobody can tell whose they are.
                Collections.sort(packets.get(port + " " + words));
            }
        }

        private List<String> sessions() {
            return Reports.sessions(team.programs(), 10_000).stream()
                    .map(Talks::told)
                    .sorted()
                    .toList();
        }

        private static String told(SessionRow row) {
            return row.key() + " " + row.state() + " " + row.path() + " "
                    + row.fields().entrySet().stream()
                            .filter(field -> field.getKey().startsWith("c."))
                            .map(Map.Entry::toString)
                            .sorted()
                            .collect(Collectors.joining(" "));
        }

        private static Set<String> figures(Report report) {
            return report.nodes().stream()
                    .flatMap(node -> node.figures().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static String counted(Report report) {
            List<String> lines = new ArrayList<>();
            lines.add("in " + report.in() + " out " + report.out() + " made " + report.made() + " dropped "
                    + report.dropped() + " " + report.reasons() + " " + report.notes());
            report.ports()
                    .forEach(port -> lines.add(port.name() + " " + port.inPackets() + " " + port.inBytes() + " "
                            + port.outPackets() + " " + port.outBytes() + " " + port.drops()));
            report.nodes()
                    .forEach(node -> lines.add(node.node() + " " + node.packets() + " " + node.bytes() + " "
                            + node.sessions() + " " + node.drops() + " " + node.failures()));
            lines.add("open " + report.sessions().open() + " opened "
                    + report.sessions().opened());
            return String.join("\n", lines);
        }
    }

    private static int half(byte[] frame, int at) {
        return (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
    }

    private static String text(byte[] frame, int at) {
        return String.format(
                Locale.ROOT,
                "%d.%d.%d.%d",
                frame[at] & 0xff,
                frame[at + 1] & 0xff,
                frame[at + 2] & 0xff,
                frame[at + 3] & 0xff);
    }

    private static String end(byte[] frame, int address, int port) {
        return text(frame, address) + ":" + half(frame, port);
    }

    private static String quote(byte[] frame) {
        return HexFormat.of().formatHex(frame, ETHER, ETHER + IP + 8);
    }

    private static Outcome outcome(String chain, int workers, int queues) throws Exception {
        try (Team team = new Team(chain, workers, queues, FUNCTIONS)) {
            return new Talks(team, queues).all();
        }
    }

    private static void shouldBeSame(String chain, int workers, int queues) throws Exception {
        Outcome alone = outcome(chain, 1, 1);
        Outcome together = outcome(chain, workers, queues);
        assertThat(together.counted()).isEqualTo(alone.counted());
        assertThat(together.packets().keySet())
                .containsExactlyElementsOf(alone.packets().keySet());
        alone.packets()
                .forEach((flow, packets) ->
                        assertThat(together.packets()).describedAs(flow).containsEntry(flow, packets));
        assertThat(together.figures()).isEqualTo(alone.figures());
        assertThat(together.sessions()).isEqualTo(alone.sessions());
        assertThat(alone.packets().keySet().stream().filter(flow -> flow.startsWith("client udp")))
                .hasSizeGreaterThanOrEqualTo(CLIENTS);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 2", "4, 1", "4, 2", "4, 4", "3, 8"})
    void fault93ShouldDoToSessionsWhatOneWorkerDoes(int workers, int queues) throws Exception {
        shouldBeSame(PLAIN, workers, queues);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 2", "4, 2", "4, 4"})
    void shouldBringAnswersToTheWorkerThatTranslated(int workers, int queues) throws Exception {
        shouldBeSame(TRANSLATED, workers, queues);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "4, 4"})
    void shouldBalanceAsOneWorkerDoes(int workers, int queues) throws Exception {
        shouldBeSame(BALANCED, workers, queues);
    }

    @Test
    void shouldLimitClientsAsOneWorkerDoes() throws Exception {
        String chain = chain("rl: {type: ratelimit, client: 1 packets/s, burst: 20000}\nc: {type: counter}");
        Map<Integer, Map<String, Long>> dropped = new LinkedHashMap<>();
        for (int workers : List.of(1, 2, 4)) {
            try (Team team = new Team(chain, workers, Math.min(2, workers), FUNCTIONS)) {
                for (int i = 0; i < 2_000; i++) {
                    int client = i % 20;
                    team.send(
                            Side.CLIENT,
                            client,
                            Packets.packet("udp 10.0.0." + (client + 1) + ":" + (5_000 + i % 3) + " > 192.0.2.7:53"));
                }
                team.settle();
                dropped.put(workers, team.report().reasons());
            }
        }
        assertThat(dropped.get(2)).isEqualTo(dropped.get(1));
        assertThat(dropped.get(4)).isEqualTo(dropped.get(1));
        assertThat(dropped.get(1))
                .hasEntrySatisfying("rate-client", count -> assertThat(count).isBetween(1_500L, 1_640L));
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 2", "4, 2"})
    void shouldTakeAnotherProgramWithoutLosingAPacketOrASession(int workers, int queues) throws Exception {
        String before = chain("c: {type: counter}\nnat: {type: nat, address: 198.51.100.1}");
        String after = chain("c: {type: counter}\nst: {type: stats}\nnat: {type: nat, address: 198.51.100.1}");
        try (Team team = new Team(before, workers, queues, FUNCTIONS)) {
            for (int round = 0; round < 6; round++) {
                for (int i = 0; i < 50 * CLIENTS; i++) {
                    String client = "10.0.0." + (i % CLIENTS + 1);
                    byte[] packet = Packets.packet("udp " + client + ":5000 > 192.0.2.7:53 \"q\"");
                    team.send(Side.CLIENT, i % CLIENTS, packet);
                }
                if (round % 2 == 1) {
                    team.become(round == 3 ? before : after, Manner.State.KEEP);
                }
            }
            team.settle();
            Report report = team.report();
            assertThat(report.out()).isEqualTo(300L * CLIENTS);
            assertThat(report.sessions().opened()).isEqualTo(CLIENTS);
            assertThat(Reports.sessions(team.programs(), 1_000))
                    .hasSize(CLIENTS)
                    .allSatisfy(row -> assertThat(row.fields()).containsEntry("c.fromClient", "300"));
        }
    }

    @Test
    void shouldCarryWhatWorkersHaveHandedToEachOtherBeforeTheyEnd() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (Team team = new Team(PLAIN, 3, 1, FUNCTIONS)) {
                for (int i = 0; i < 2_000; i++) {
                    String client = "10.0.0." + (i % CLIENTS + 1);
                    team.send(Side.CLIENT, 0, Packets.packet("udp " + client + ":5000 > 192.0.2.7:53"));
                }
                Report report = team.stop();
                assertThat(report.held()).describedAs("%s", report).isZero();
                assertThat(report.in()).isEqualTo(report.out() + report.dropped());
            }
        }
    }

    @Test
    void shouldCountWhatAnotherWorkerHasNoRoomFor() throws Exception {
        try (Team team = new Team(PLAIN, 2, 1, FUNCTIONS)) {
            List<byte[]> packets = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                packets.add(Packets.packet("udp 10.0.0." + (i + 1) + ":5000 > 192.0.2.7:53 size 1400"));
            }
            for (int i = 0; i < 40_000; i++) {
                team.send(Side.CLIENT, 0, packets.get(i % CLIENTS));
            }
            team.settle();
            Report report = team.report();
            assertThat(report.in()).isEqualTo(40_000).isEqualTo(report.out() + report.dropped());
            assertThat(report.reasons().keySet()).isSubsetOf("worker-queue-full", "port-full");
        }
    }

    @Test
    void shouldRefuseWorkersThatCouldNotDoWhatOneDoes() {
        assertRefused(
                chain("nat: {type: nat, address: 198.51.100.1}\nrl: {type: ratelimit, client: 10 packets/s}"),
                2,
                "node rl limits each client");
        assertRefused(
                chain("nat: {type: nat, address: 198.51.100.1, ports: 5000-5003}"), 4, "node nat gives sessions ports");
        assertRefused(chain("r: {type: rewrite, end: source, to: 198.51.100.1}"), 2, "node r gives sessions ports");
        assertRefused(PLAIN.replace("chain: test", "chain: test\nworkers: 65"), 0, "`workers` is no number of workers");
        assertRefused(PLAIN, 65, "65 workers are more than there can be");
    }

    private static void assertRefused(String chain, int workers, String words) {
        Platform platform = new Platform(
                new ClassCatalog(Nat.class, RateLimit.class, Firewall.class, Stats.class, Counter.class, Rewrite.class),
                Packets.LAYERS,
                List.of());
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(
                        () -> new Assembly(platform, new ChainRequest("test.chain.yaml", chain, Map.of(), "", workers)))
                .satisfies(refused ->
                        assertThat(refused.problems().getFirst().oneLine()).contains(words));
    }
}
