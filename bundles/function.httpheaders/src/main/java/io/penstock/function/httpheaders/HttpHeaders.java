// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.httpheaders;

import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.stream.Message;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Window;
import io.penstock.layer.http.HttpHead;
import io.penstock.layer.http.HttpMessage;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Adds, sets and removes fields of HTTP requests and responses.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HttpHeaders.Config.class, factory = true)
@Vnf(type = "httpheaders", name = "HTTP headers", over = HttpHead.class, edits = Edit.RESIZE, tags = "http")
public final class HttpHeaders implements StreamFunction<HttpHeaders.Session> {
    @ObjectClassDefinition(name = "HTTP headers", description = "Adds, sets and removes fields of HTTP messages")
    public @interface Config {
        @AttributeDefinition(
                description = "Changes of requests, one after the other: add NAME: VALUE, set NAME: VALUE, remove NAME",
                required = false)
        String[] requests() default {};

        @AttributeDefinition(description = "Changes of responses, written in the same way", required = false)
        String[] responses() default {};
    }

    public interface Session {
        int changed();

        void changed(int messages);
    }

    private final List<Change> requests;
    private final List<Change> responses;

    @Activate
    public HttpHeaders(Config config) {
        requests = Change.parse("requests", config.requests());
        responses = Change.parse("responses", config.responses());
    }

    @Override
    public Verdict onMessage(Message message, Session session) {
        if (message instanceof HttpMessage http) {
            (http.isRequest() ? requests : responses).forEach(change -> change.make(http));
            session.changed(session.changed() + (http.isChanged() ? 1 : 0));
        }
        return Verdict.PASS;
    }

    @Override
    public Verdict onData(Window data, Session session) {
        return Verdict.PASS;
    }
}
