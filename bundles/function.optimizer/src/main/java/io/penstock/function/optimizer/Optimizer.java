// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.optimizer;

import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.stream.Message;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Window;
import io.penstock.layer.http.HttpHead;
import io.penstock.layer.http.HttpMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Zips text on its way to clients that take it so.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Optimizer.Config.class, factory = true)
@Vnf(type = "optimizer", name = "Optimizer", over = HttpHead.class, edits = Edit.RESIZE, tags = "http")
public final class Optimizer implements StreamFunction<Optimizer.Session> {
    private static final int NOT_MODIFIED = 304;

    @ObjectClassDefinition(name = "Optimizer", description = "Zips the content of HTTP responses")
    public @interface Config {
        @AttributeDefinition(description = "Media types to zip; one that ends with / means all below it")
        String[] types() default {
            "text/", "application/json", "application/javascript", "application/xml", "image/svg+xml"
        };

        @AttributeDefinition(description = "Octets below which zipping is of no use", min = "0")
        int least() default 256;
    }

    public interface Session {
        int zipped();

        void zipped(int responses);
    }

    private final List<String> types;
    private final int least;

    @Activate
    public Optimizer(Config config) {
        types = Arrays.stream(config.types())
                .map(type -> type.toLowerCase(Locale.ROOT))
                .toList();
        least = config.least();
    }

    @Override
    public Verdict onMessage(Message message, Session session) {
        if (message instanceof HttpMessage http && !http.isRequest() && isWorthIt(http)) {
            vary(http);
            if (http.mayZip()) {
                http.zip();
                session.zipped(session.zipped() + 1);
            }
        }
        return Verdict.PASS;
    }

    /// What stands for content that was sent before (304) does not say of which type that was.
    private boolean isWorthIt(HttpMessage response) {
        return response.status() == NOT_MODIFIED
                || response.values("Content-Type").stream().anyMatch(this::isListed)
                        && response.length().orElse(least) >= least
                        && response.values("Content-Encoding").isEmpty();
    }

    private boolean isListed(String type) {
        String kind = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return types.stream().anyMatch(listed -> listed.endsWith("/") ? kind.startsWith(listed) : kind.equals(listed));
    }

    /// RFC 9110 section 12.5.5: others may get it otherwise.
    private static void vary(HttpMessage response) {
        boolean said = response.values("Vary").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .anyMatch(name -> name.equals("*") || name.equalsIgnoreCase("accept-encoding"));
        if (!said) {
            response.add("Vary", "Accept-Encoding");
        }
    }

    @Override
    public Verdict onData(Window data, Session session) {
        return Verdict.PASS;
    }
}
