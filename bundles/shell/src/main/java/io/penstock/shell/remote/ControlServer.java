// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// Lends a `Control` to the processes of the same user, and of root, over a Unix socket.
public final class ControlServer implements Closeable {
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Hold hold;
    private final Path socket;
    private final ServerSocketChannel listener;
    private final Limits limits;
    private final Answers answers;
    private final BiConsumer<String, Throwable> log;
    private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();

    private ControlServer(
            Hold hold,
            Path socket,
            ServerSocketChannel listener,
            Limits limits,
            Answers answers,
            BiConsumer<String, Throwable> log) {
        this.hold = hold;
        this.socket = socket;
        this.listener = listener;
        this.limits = limits;
        this.answers = answers;
        this.log = log;
    }

    /// Begins to listen. A socket that a dead process left is replaced.
    ///
    /// @param socket its path, from [Sockets#path(String)]
    /// @param name what `status` says of the dataplane's name
    /// @param end called when a client asks the dataplane to end; returns at once
    /// @param log takes what fails: a line and its cause
    /// @throws Refused when another process has the name, or the folder cannot be used
    public static ControlServer listen(
            Path socket, String name, Control control, Runnable end, Limits limits, BiConsumer<String, Throwable> log)
            throws Refused {
        return listenIfFree(socket, name, control, end, limits, log).orElseThrow(() -> taken(name));
    }

    /// Begins to listen as [#listen] does, or gives nothing where another process has the name.
    public static Optional<ControlServer> listenIfFree(
            Path socket, String name, Control control, Runnable end, Limits limits, BiConsumer<String, Throwable> log)
            throws Refused {
        try {
            Path folder = socket.toAbsolutePath().getParent();
            Sockets.makePrivate(folder == null ? Path.of("/") : folder);
            Optional<Hold> hold = Hold.take(socket);
            if (hold.isEmpty()) {
                return Optional.empty();
            }
            Answers answers = new Answers(name, control, end, log);
            return Optional.of(listen(hold.get(), socket, limits, answers, log));
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    "the control socket " + socket + " cannot be opened: " + e.getMessage(),
                    "set PENSTOCK_HOME to a folder that you can write"));
        }
    }

    private static ControlServer listen(
            Hold hold, Path socket, Limits limits, Answers answers, BiConsumer<String, Throwable> log)
            throws IOException, Refused {
        try {
            ControlServer server = new ControlServer(hold, socket, bind(socket), limits, answers, log);
            Thread.ofPlatform().daemon().name("control").start(server::accept);
            return server;
        } catch (IOException | Refused | RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    /// The dataplane's name.
    public String name() {
        return answers.name();
    }

    /// Where it listens.
    public Path socket() {
        return socket;
    }

    /// Takes no more connections, and closes those that are open.
    @Override
    public void close() {
        try (hold) {
            Files.deleteIfExists(socket);
            listener.close();
        } catch (IOException e) {
            log.accept("the control socket " + socket + " could not be closed", e);
        }
        conversations.forEach(Conversation::close);
    }

    private static ServerSocketChannel bind(Path socket) throws IOException, Refused {
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.isRegularFile(socket, LinkOption.NOFOLLOW_LINKS)
                    || Files.isDirectory(socket, LinkOption.NOFOLLOW_LINKS)) {
                throw new Refused(Problem.error(socket + " is in the way of a control socket", "remove it"));
            }
            Files.delete(socket);
        }
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return listener;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    private static Refused taken(String name) {
        return new Refused(Problem.error(
                "a dataplane called " + name + " runs already",
                "give this one another name with --name, or stop that one: penstock stop --on " + name));
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                welcome(listener.accept());
            } catch (IOException e) {
                if (listener.isOpen()) {
                    log.accept("a control connection could not be accepted", e);
                    close();
                }
            }
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        try {
            LineChannel lines = new LineChannel(channel, limits.requestBytes());
            if (!Peer.isTrusted(channel)) {
                turnAway(lines, "only the user who runs the dataplane, and root, may control it", "ask that user");
            } else if (conversations.size() >= limits.connections()) {
                turnAway(lines, "the dataplane has " + limits.connections() + " connections already", "close one");
            } else {
                Conversation conversation = new Conversation(lines, answers, limits.idle());
                conversations.add(conversation);
                Thread.ofPlatform().daemon().name("control connection").start(() -> converse(conversation));
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
        }
    }

    private void converse(Conversation conversation) {
        try {
            conversation.run();
        } finally {
            conversations.remove(conversation);
        }
    }

    private static void turnAway(LineChannel lines, String what, String mend) throws IOException {
        try (lines) {
            lines.write(Answers.refused(0, new Refused(Problem.error(what, mend))), FAREWELL);
        }
    }
}
