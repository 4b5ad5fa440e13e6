// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.wordfilter;

import io.penstock.api.Bytes;
import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Window;
import io.penstock.api.stream.WordSet;
import io.penstock.layer.http.HttpBody;
import io.penstock.layer.tcp.TcpStream;
import io.penstock.layer.udp.UdpPayload;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// Puts another text in the place of words in any byte stream, even where a word straddles two packets.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = WordFilter.Config.class, factory = true)
@Vnf(
        type = "wordfilter",
        name = "Word filter",
        over = {HttpBody.class, TcpStream.class, UdpPayload.class},
        edits = Edit.RESIZE)
public final class WordFilter implements StreamFunction<WordFilter.Session> {
    @ObjectClassDefinition(name = "Word filter", description = "Changes words in byte streams")
    public @interface Config {
        @AttributeDefinition(description = "Words to look for, octet by octet")
        String[] words();

        @AttributeDefinition(description = "What stands in a word's place, shorter or longer as it may be")
        String mask() default "***";
    }

    public interface Session {
        int masked();

        void masked(int count);
    }

    private final WordSet words;
    private final Bytes mask;

    @Activate
    public WordFilter(Config config) {
        words = WordSet.of(config.words());
        mask = Bytes.utf8(config.mask());
    }

    @Override
    public Verdict onData(Window data, Session session) {
        var scan = words.scan(data);
        while (scan.next()) {
            if (scan.isPartial()) {
                return Verdict.holdFrom(scan.start());
            }
            data.replace(scan.start(), scan.length(), mask);
            session.masked(session.masked() + 1);
        }
        return Verdict.PASS;
    }
}
