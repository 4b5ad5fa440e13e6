// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.Bytes;
import io.penstock.api.Edit;
import io.penstock.api.Verdict;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.Layer;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Protocol;
import io.penstock.api.stream.StreamEvent;
import io.penstock.api.stream.Streams;
import io.penstock.api.stream.Window;
import java.util.List;

/// A protocol that nobody else knows: the client begins with `LP`, then messages go both ways, each behind its
/// length in two octets.
public final class Prefixed implements Layer, Protocol {
    private static final int PREFIX = 2;

    private final Offer inner = new Offer();
    private final boolean breaks;

    Prefixed() {
        this(false);
    }

    /// @param breaks whether it throws at bytes that end in `!`
    Prefixed(boolean breaks) {
        this.breaks = breaks;
    }

    @Override
    public List<Header> headers() {
        return List.of();
    }

    @Override
    public List<Protocol> protocols() {
        return List.of(new Prefixed(breaks));
    }

    @Override
    public String name() {
        return "lp";
    }

    @Override
    public String under() {
        return "tcp";
    }

    @Override
    public Beginning begins(Window data) {
        if (data.length() < PREFIX) {
            return Beginning.MORE;
        }
        return data.u8(0) == 'L' && data.u8(1) == 'P' ? Beginning.YES : Beginning.NO;
    }

    @Override
    public Streams.Reader open(Streams.Reader above, Edit edits, Streams.Notes notes) {
        return new Streams.Reader() {
            private boolean begun;

            @Override
            public Verdict read(Offer whole, boolean toServer) {
                int at = toServer && !begun ? PREFIX : 0;
                begun |= toServer;
                return messages(whole, at, toServer, above);
            }

            @Override
            public void event(StreamEvent event, boolean toServer) {
                above.event(event, toServer);
            }
        };
    }

    private Verdict messages(Offer whole, int from, boolean toServer, Streams.Reader above) {
        Window data = whole.window();
        if (breaks && data.length() > from && data.u8(data.length() - 1) == '!') {
            throw new IllegalStateException("a fault of this layer");
        }
        int at = from;
        while (at + PREFIX <= data.length()) {
            int length = data.u8(at) << 8 | data.u8(at + 1);
            if (at + PREFIX + length > data.length()) {
                break;
            }
            inner.part(whole, at + PREFIX, length, 0, 0, true);
            Verdict verdict = above.read(inner, toServer);
            if (!verdict.passes()) {
                return verdict;
            }
            int longer = Math.toIntExact(length + inner.growth());
            data.replace(at, PREFIX, Bytes.of(new byte[] {(byte) (longer >> 8), (byte) longer}));
            for (int i = 0; i < inner.edits(); i++) {
                data.replace(at + PREFIX + inner.place(i), inner.removed(i), inner.inserted(i));
            }
            at += PREFIX + length;
        }
        return at == data.length() ? Verdict.PASS : Verdict.holdFrom(at);
    }
}
