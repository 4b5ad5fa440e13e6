// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.shell.json.Json;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A dataplane of another process, reached by its socket. Safe for use by several threads: requests wait for each
/// other.
public final class RemoteControl implements Closeable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GOODBYE = Duration.ofSeconds(30);
    private static final int LONGEST_ANSWER = 64 << 20;

    private final Path socket;
    private final LineChannel lines;
    private final Duration patience;
    private final Control control;
    private long last;

    private RemoteControl(Path socket, LineChannel lines, Duration patience) {
        this.socket = socket;
        this.lines = lines;
        this.patience = patience;
        control = Control.class.cast(
                Proxy.newProxyInstance(Control.class.getClassLoader(), new Class<?>[] {Control.class}, this::invoke));
    }

    /// Connects, and waits at most two minutes for each answer.
    ///
    /// @throws Refused when nobody listens there
    public static RemoteControl connect(Path socket) throws Refused {
        return connect(socket, PATIENCE);
    }

    /// Connects, and waits for each answer as long as told.
    public static RemoteControl connect(Path socket, Duration patience) throws Refused {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return new RemoteControl(socket, new LineChannel(channel, LONGEST_ANSWER), patience);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    "no dataplane answers at " + socket + ": " + e.getMessage(), "see what runs: penstock ps"));
        }
    }

    /// The dataplane. Its methods throw [ControlLost] when the connection breaks.
    public Control control() {
        return control;
    }

    /// Ends the dataplane, and returns when it has gone.
    public synchronized void end() throws Refused {
        call("end", List.of(), Boolean.class);
        try {
            Optional<String> more = lines.read(GOODBYE);
            if (more.isPresent()) {
                throw lost("said more after its end");
            }
        } catch (SocketTimeoutException e) {
            throw new Refused(
                    Problem.error("the dataplane at " + socket + " does not end", "see what it does: penstock ps"));
        } catch (IOException e) {
            // It went without a goodbye; it has gone all the same.
            return;
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            // Nothing more was to be said on it.
            return;
        }
    }

    private @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" ->
                    arguments != null && System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "control at " + socket;
            };
        }
        List<Object> asked = arguments == null ? List.of() : List.of(arguments);
        try {
            return call(method.getName(), asked, method.getGenericReturnType());
        } catch (Refused refused) {
            if (List.of(method.getExceptionTypes()).contains(Refused.class)) {
                throw refused;
            }
            // What cannot be refused was not even asked: the dataplane turned the connection away.
            throw new ControlLost(refused.problems().getFirst());
        }
    }

    private synchronized Object call(String method, List<Object> arguments, Type type) throws Refused {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("id", ++last);
        request.put("method", method);
        request.put("args", arguments);
        try {
            return answer(exchange(Json.line(request)), type);
        } catch (Json.BadJson e) {
            throw lost("answers what cannot be read: " + e.why());
        }
    }

    private JsonNode exchange(String request) throws Json.BadJson {
        try {
            Optional<String> unsent = send(request);
            // Whoever hangs up may have said why before.
            String line = lines.read(patience).orElseThrow(() -> lost(unsent.orElse("has closed the connection")));
            return Json.read(line);
        } catch (SocketTimeoutException e) {
            close();
            throw lost("does not answer");
        } catch (IOException e) {
            throw lost("has gone: " + e.getMessage());
        }
    }

    /// Sends a line, or tells why it could not be sent.
    private Optional<String> send(String request) throws SocketTimeoutException {
        try {
            lines.write(request, patience);
            return Optional.empty();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return Optional.of("has gone: " + e.getMessage());
        }
    }

    private Object answer(JsonNode answer, Type type) throws Refused, Json.BadJson {
        if (answer.has("refused")) {
            Problem[] problems = (Problem[]) Json.value(answer.get("refused"), Problem[].class);
            throw new Refused(List.of(problems));
        }
        if (answer.path("id").longValue() != last) {
            throw lost("answers another question");
        }
        return Json.value(answer.path("result"), type);
    }

    private ControlLost lost(String what) {
        return new ControlLost(Problem.error("the dataplane at " + socket + " " + what, "see what runs: penstock ps"));
    }
}
