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
import org.osgi.service.metatype.annotations.Designate;

/// Looks for words in any byte stream, even where one straddles two packets, and does with them what it is told.
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class, factory = true)
@Vnf(
        type = "wordfilter",
        name = "Word filter",
        over = {HttpBody.class, TcpStream.class, UdpPayload.class},
        edits = Edit.RESIZE)
public final class WordFilter implements StreamFunction<Session> {
    private final WordSet words;
    private final Action action;
    private final Bytes[] instead;
    private final Verdict end;

    @Activate
    public WordFilter(Config config) {
        words = WordSet.of(config.words());
        action = Action.of(config.action());
        instead = action.instead(config);
        end = action.end(config);
    }

    @Override
    public Verdict onData(Window data, Session session) {
        var scan = words.scan(data);
        while (scan.next()) {
            if (scan.isPartial()) {
                return Verdict.holdFrom(scan.start());
            }
            session.found(session.found() + 1);
            data.note("word-found");
            if (action.ends()) {
                return end;
            }
            if (action != Action.ALERT) {
                data.replace(scan.start(), scan.length(), instead[scan.word()]);
            }
        }
        return Verdict.PASS;
    }
}
