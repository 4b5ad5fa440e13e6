// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Status;
import io.penstock.shell.json.Json;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// What is answered to each request.
final class Answers {
    private static final Set<String> KEYS = Set.of("id", "method", "args");

    private final String name;
    private final Control control;
    private final Runnable end;
    private final BiConsumer<String, Throwable> log;

    Answers(String name, Control control, Runnable end, BiConsumer<String, Throwable> log) {
        this.name = name;
        this.control = control;
        this.end = end;
        this.log = log;
    }

    /// An answer.
    ///
    /// @param line without its end
    /// @param understood whether the request was one
    /// @param ends whether the dataplane is to end when the line is sent
    record Answer(String line, boolean understood, boolean ends) {}

    Answer to(String line) {
        Request request;
        try {
            request = request(Json.read(line));
        } catch (Json.BadJson e) {
            return misunderstood(e.why());
        }
        if (request.method().equals("end")) {
            return new Answer(result(request.id(), true), true, true);
        }
        try {
            Object result = Methods.call(control, request.method(), request.args());
            return new Answer(result(request.id(), named(result)), true, false);
        } catch (Refused e) {
            return new Answer(refused(request.id(), e), true, false);
        } catch (InvocationTargetException | RuntimeException e) {
            return new Answer(failed(request, e), true, false);
        }
    }

    String name() {
        return name;
    }

    /// Ends the dataplane.
    void end() {
        end.run();
    }

    static String refused(long id, Refused refused) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        answer.put("refused", refused.problems());
        return Json.line(answer);
    }

    private record Request(long id, String method, JsonNode args) {}

    private static Request request(JsonNode tree) throws Json.BadJson {
        JsonNode id = tree.path("id");
        JsonNode method = tree.path("method");
        boolean known = tree.isObject() && tree.properties().stream().allMatch(entry -> KEYS.contains(entry.getKey()));
        if (!known || !id.canConvertToLong() || !id.isIntegralNumber() || !method.isTextual()) {
            throw new Json.BadJson("it has to be {\"id\":NUMBER,\"method\":TEXT,\"args\":[...]}");
        }
        return new Request(id.longValue(), method.textValue(), tree.path("args"));
    }

    private Object named(Object result) {
        if (result instanceof Status status) {
            return new Status(name, status.pid(), status.startedMillis(), status.chains());
        }
        return result;
    }

    private static String result(long id, Object result) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        answer.put("result", result);
        return Json.line(answer);
    }

    private static Answer misunderstood(String why) {
        Refused refused = new Refused(Problem.error("request: " + why, "send one JSON document a line"));
        return new Answer(refused(0, refused), false, false);
    }

    private String failed(Request request, Exception e) {
        Throwable cause = e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
        String what = "the dataplane failed at \"" + request.method() + "\": " + cause;
        log.accept(what, cause);
        return refused(request.id(), new Refused(Problem.error(what, "its log says more")));
    }
}
