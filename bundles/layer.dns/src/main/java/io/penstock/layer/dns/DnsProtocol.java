// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.dns;

import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Protocol;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams;
import io.penstock.api.stream.Window;
import java.util.Optional;

/// DNS for the platform: tells it by a first datagram that is a query with one question.
final class DnsProtocol implements Protocol {
    @Override
    public String name() {
        return "dns";
    }

    @Override
    public String under() {
        return "udp";
    }

    @Override
    public Beginning begins(Window data) {
        return Question.read(data).filter(Question::isQuery).isPresent() ? Beginning.YES : Beginning.NO;
    }

    @Override
    public Streams.Reader open(Streams.Reader above, Edit edits, Streams.Notes notes) {
        return new Streams.Reader() {
            @Override
            public Verdict read(Offer offer, boolean toServer) {
                Optional<Question> question = Question.read(offer.window());
                if (question.isEmpty()) {
                    notes.count("dns-unread");
                    return Verdict.PASS;
                }
                return above.message(question.get(), toServer);
            }

            @Override
            public void event(StreamEvent event, boolean toServer) {
                above.event(event, toServer);
            }
        };
    }
}
