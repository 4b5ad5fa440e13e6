// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Status;
import io.penstock.shell.MemoryControl;
import io.penstock.shell.Sample;
import io.penstock.shell.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ControlServerTest {
    private static final ChainRequest CHAIN = new ChainRequest("a.chain.yaml", "chain: a\n", Map.of("lan", "pcap:x"));

    @TempDir
    private Path home = Path.of("");

    private final MemoryControl control = new MemoryControl();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<String> log = new ArrayList<>();
    private Path socket = Path.of("");

    @BeforeEach
    void name() throws Refused {
        socket = new Sockets(home.resolve("run")).path("edge");
    }

    @Test
    void shouldAnswerEveryMethodAsTheDataplaneItself() throws Exception {
        try (ControlServer server = listen(Limits.USUAL);
                RemoteControl remote = RemoteControl.connect(server.socket())) {
            Control far = remote.control();
            assertThat(far.deploy(CHAIN).chain()).isEqualTo("a");
            assertThat(control.requests()).containsExactly(CHAIN);
            assertThat(far.status().chains()).extracting(Status.Running::chain).containsExactly("a");
            assertThat(far.show("a")).isEqualTo(control.show("a"));
            assertThat(far.sessions("a", 10)).isEqualTo(Sample.sessions());
            assertThat(far.functions()).isEqualTo(Sample.functions());
            assertThat(far.layers()).isEqualTo(Sample.layers());
            assertThat(far.explain(CHAIN)).isEqualTo(Sample.explanation("a"));
            assertThat(far.why(CHAIN, "udp port 80")).isEqualTo(Sample.why("udp port 80", true));
            assertThat(far.awaitEnd("a", 1)).isFalse();
            assertThat(far.stop("a")).isEqualTo(Sample.report("a", Status.State.ENDED));
        }
    }

    @Test
    void shouldTellTheNameUnderWhichItListens() throws Exception {
        try (ControlServer server = listen(Limits.USUAL);
                RemoteControl remote = RemoteControl.connect(server.socket())) {
            assertThat(remote.control().status().name()).isEqualTo("edge");
        }
    }

    @Test
    void shouldCarryProblemsWithTheirPlaces() throws Exception {
        try (ControlServer server = listen(Limits.USUAL);
                RemoteControl remote = RemoteControl.connect(server.socket())) {
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> remote.control().deploy(new ChainRequest("b.yaml", "", Map.of())))
                    .satisfies(e -> assertThat(e.problems())
                            .singleElement()
                            .satisfies(problem -> assertThat(problem.oneLine())
                                    .isEqualTo("b.yaml:2:8: the name is refused by the test; take another")));
        }
    }

    @Test
    void shouldTurnAFailureIntoOneLineAndLogIt() throws Exception {
        try (ControlServer server = listen(Limits.USUAL);
                RemoteControl remote = RemoteControl.connect(server.socket())) {
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> remote.control().why(CHAIN, "throw"))
                    .satisfies(
                            e -> assertThat(e.getMessage()).contains("\"why\"").contains("thrown by the test"));
            assertThat(remote.control().functions()).isNotEmpty();
        }
        assertThat(log).hasSize(1);
    }

    @Test
    void shouldServeTwoClientsSideBySide() throws Exception {
        try (ControlServer server = listen(Limits.USUAL);
                RemoteControl one = RemoteControl.connect(server.socket());
                RemoteControl two = RemoteControl.connect(server.socket())) {
            one.control().deploy(CHAIN);
            Thread waiting = Thread.ofPlatform().start(() -> {
                try {
                    assertThat(one.control().awaitEnd("a", 1000)).isTrue();
                    ended.countDown();
                } catch (Refused e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(two.control().show("a").chain()).isEqualTo("a");
            control.end();
            waiting.join();
            assertThat(ended.getCount()).isZero();
        }
    }

    @Test
    void shouldEndTheDataplaneWhenAskedTo() throws Exception {
        ControlServer server = listen(Limits.USUAL);
        Thread dataplane = Thread.ofPlatform().start(() -> {
            try {
                assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.close();
        });
        try (RemoteControl remote = RemoteControl.connect(socket)) {
            remote.end();
        }
        dataplane.join();
        assertThat(socket).doesNotExist();
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> RemoteControl.connect(socket));
    }

    @Test
    void shouldSayThatTheDataplaneHasGone() throws Exception {
        ControlServer server = listen(Limits.USUAL);
        try (RemoteControl remote = RemoteControl.connect(socket)) {
            assertThat(remote.control().layers()).isNotEmpty();
            server.close();
            assertThatExceptionOfType(ControlLost.class)
                    .isThrownBy(() -> remote.control().layers())
                    .satisfies(e -> assertThat(e.problem().oneLine())
                            .contains(socket.toString())
                            .contains("penstock ps"));
        }
    }

    @Test
    void fault115ShouldKeepSocketAndFolderFromOthers() throws Exception {
        Files.createDirectories(folder());
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ControlServer server = listen(Limits.USUAL)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void fault115ShouldTrustItsOwnUserAndRootOnly() throws Exception {
        var users = home.getFileSystem().getUserPrincipalLookupService();
        UserPrincipal self = Files.getOwner(Path.of("/proc/self"));

        assertThat(Peer.isTrusted(self)).isTrue();
        assertThat(Peer.isTrusted(users.lookupPrincipalByName("root"))).isTrue();
        assertThat(Peer.isTrusted(users.lookupPrincipalByName("nobody"))).isFalse();
    }

    @Test
    void fault115ShouldRefuseMoreConnectionsThanItGrants() throws Exception {
        try (ControlServer server = listen(new Limits(1000, 2, Duration.ofSeconds(30)));
                RemoteControl one = RemoteControl.connect(server.socket());
                RemoteControl two = RemoteControl.connect(server.socket())) {
            assertThat(one.control().layers()).isEqualTo(two.control().layers());
            try (SocketChannel third = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                assertThat(all(third)).contains("2 connections already");
            }
            try (RemoteControl third = RemoteControl.connect(socket)) {
                Control turnedAway = third.control();
                assertThatExceptionOfType(ControlLost.class)
                        .isThrownBy(turnedAway::layers)
                        .withMessageContaining("2 connections already");
            }
            hangUp(one);
            two.control().layers();
            assertThat(connectedWithin(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void fault115ShouldCloseAConnectionThatIsSilentForTooLong() throws Exception {
        try (ControlServer server = listen(new Limits(1000, 2, Duration.ofMillis(50)));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            client.write(StandardCharsets.UTF_8.encode("{\"id\":1,"));
            assertThat(all(client)).isEmpty();
        }
    }

    @Test
    void fault116ShouldListenOnAUnixSocketAndNowhereElse() throws Exception {
        try (ControlServer server = listen(Limits.USUAL)) {
            assertThat(Files.getAttribute(server.socket(), "unix:mode"))
                    .satisfies(mode -> assertThat(mode instanceof Integer bits ? bits & 0170000 : 0)
                            .isEqualTo(0140000));
            assertThat(listening()).isEmpty();
        }
    }

    @Test
    void fault119ShouldRefuseSerialisedObjects() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(new ArrayList<>(List.of("one")));
        }
        bytes.write('\n');
        assertThat(answers(bytes.toByteArray())).startsWith("{\"id\":0,\"refused\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "{}",
                "[]",
                "null",
                "{\"id\":\"x\",\"method\":\"status\",\"args\":[]}",
                "{\"id\":1.5,\"method\":\"status\",\"args\":[]}",
                "{\"id\":1,\"method\":7,\"args\":[]}",
                "{\"id\":1,\"method\":\"status\",\"args\":[],\"more\":1}",
                "{\"id\":1,\"id\":2,\"method\":\"status\",\"args\":[]}",
                "{\"id\":1,\"method\":\"status\",\"args\":[1]}",
                "{\"id\":1,\"method\":\"status\"}",
                "{\"id\":1,\"method\":\"getClass\",\"args\":[]}",
                "{\"id\":1,\"method\":\"show\",\"args\":[null]}",
                "{\"id\":1,\"method\":\"show\",\"args\":[{}]}",
                "{\"id\":1,\"method\":\"show\",\"args\":\"a\"}",
                "{\"id\":1,\"method\":\"sessions\",\"args\":[\"a\",99999999999]}",
                "{\"id\":1,\"method\":\"deploy\",\"args\":[{\"file\":\"a\"}]}",
                "{\"id\":1,\"method\":\"deploy\",\"args\":[{\"@class\":\"java.io.File\",\"file\":\"a\"}]}"
            })
    void shouldRefuseMalformedRequestsInOneLine(String request) throws Exception {
        String answer = answers((request + "\n").getBytes(StandardCharsets.UTF_8));

        assertThat(answer.lines()).hasSize(1);
        assertThat(Json.read(answer).path("refused").path(0).path("what").asText())
                .isNotBlank()
                .doesNotContain("Exception")
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseARequestBeyondItsLimitWithoutKeepingIt() throws Exception {
        try (ControlServer server = listen(new Limits(10_000, 2, Duration.ofSeconds(30)));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            Thread sender = Thread.ofPlatform().start(() -> flood(client));
            assertThat(all(client)).contains("more than 10000 bytes");
            sender.join();
        }
    }

    @Test
    void shouldLiveThroughRandomBytes() throws Exception {
        Random random = new Random(4711);
        try (ControlServer server = listen(new Limits(5_000, 16, Duration.ofSeconds(5)))) {
            for (int i = 0; i < 200; i++) {
                byte[] bytes = new byte[random.nextInt(300) + 1];
                random.nextBytes(bytes);
                bytes[bytes.length - 1] = '\n';
                try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
                    client.write(ByteBuffer.wrap(bytes));
                    client.shutdownOutput();
                    all(client);
                }
            }
            try (RemoteControl remote = RemoteControl.connect(server.socket())) {
                assertThat(remote.control().layers()).isNotEmpty();
            }
        }
        assertThat(log).isEmpty();
    }

    @Test
    void shouldRefuseANameThatIsTaken() throws Exception {
        try (ControlServer server = listen(Limits.USUAL)) {
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> listen(Limits.USUAL))
                    .withMessageContaining("a dataplane called edge runs already")
                    .withMessageContaining("--name");
            assertThat(server.socket()).exists();
        }
    }

    @Test
    void shouldReplaceTheSocketOfADeadProcess() throws Exception {
        Sockets.makePrivate(folder());
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        try (ControlServer server = listen(Limits.USUAL);
                RemoteControl remote = RemoteControl.connect(server.socket())) {
            assertThat(remote.control().layers()).isNotEmpty();
        }
    }

    @Test
    void shouldNotRemoveAFileThatIsNoSocket() throws Exception {
        Sockets.makePrivate(folder());
        Files.writeString(socket, "precious");

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> listen(Limits.USUAL))
                .withMessageContaining("in the way");
        assertThat(socket).hasContent("precious");
    }

    @Test
    void shouldRefuseAPathThatIsTooLongForASocket() {
        Sockets sockets = new Sockets(home.resolve("x".repeat(100)));

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> sockets.path("edge"))
                .withMessageContaining("Linux allows 107")
                .withMessageContaining("PENSTOCK_HOME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "a/b", ".hidden", "a b", "-x", "\u001b[2J"})
    void fault112ShouldRefuseNamesThatLeaveTheFolder(String name) {
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> new Sockets(home).path(name));
    }

    @Test
    void shouldGiveUpOnADataplaneThatDoesNotAnswer() throws Exception {
        Sockets.makePrivate(folder());
        try (ServerSocketChannel stuck = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stuck.bind(UnixDomainSocketAddress.of(socket));
            try (RemoteControl remote = RemoteControl.connect(socket, Duration.ofMillis(50))) {
                assertThatExceptionOfType(ControlLost.class)
                        .isThrownBy(() -> remote.control().status())
                        .withMessageContaining("does not answer");
            }
        }
    }

    private Path folder() {
        return home.resolve("run");
    }

    private static void hangUp(RemoteControl remote) {
        remote.close();
    }

    private ControlServer listen(Limits limits) throws Refused {
        return ControlServer.listen(socket, "edge", control, ended::countDown, limits, (what, cause) -> log.add(what));
    }

    private String answers(byte[] request) throws Exception {
        try (ControlServer server = listen(Limits.USUAL);
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
            client.write(ByteBuffer.wrap(request));
            client.shutdownOutput();
            return all(client);
        }
    }

    private boolean connectedWithin(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try (RemoteControl again = RemoteControl.connect(socket)) {
                return !again.control().layers().isEmpty();
            } catch (Refused | ControlLost e) {
                Thread.onSpinWait();
            }
        }
        return false;
    }

    private static void flood(SocketChannel client) {
        ByteBuffer much = ByteBuffer.allocate(5 << 20);
        try {
            while (much.hasRemaining()) {
                client.write(much);
            }
        } catch (IOException e) {
            // The server hangs up in the middle, as it should.
            return;
        }
    }

    private static String all(SocketChannel client) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer room = ByteBuffer.allocate(4096);
        try {
            while (client.read(room.clear()) >= 0) {
                all.write(room.array(), 0, room.position());
            }
        } catch (IOException e) {
            // A reset is an end as well.
            return all.toString(StandardCharsets.UTF_8);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /// The TCP sockets of this process that listen, by their numbers in `/proc/self/net`: state 0A is LISTEN.
    private static List<String> listening() throws IOException {
        List<String> own = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path file : files) {
                own.add(Files.exists(file) ? Files.readSymbolicLink(file).toString() : "");
            }
        }
        List<String> listening = new ArrayList<>();
        for (String table : new String[] {"tcp", "tcp6"}) {
            Files.readAllLines(Path.of("/proc/self/net", table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(cells -> cells.length > 9 && cells[3].equals("0A"))
                    .map(cells -> "socket:[" + cells[9] + "]")
                    .filter(own::contains)
                    .forEach(listening::add);
        }
        return listening;
    }
}
