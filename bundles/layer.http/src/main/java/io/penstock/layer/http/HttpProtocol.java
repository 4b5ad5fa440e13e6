// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.Edit;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.Protocol;
import io.penstock.api.stream.Streams;
import io.penstock.api.stream.Window;

/// HTTP/1.x for the platform: tells it by its first request line (RFC 9112 section 3).
final class HttpProtocol implements Protocol {
    /// So long a beginning that could be a request line is taken for one.
    private static final int LONG_ENOUGH = 8_192;

    private static final int LONGEST_METHOD = 24;
    private static final String VERSION = " HTTP/1.";

    private final String name;
    private final boolean readsContent;
    private final Offer inner = new Offer();

    /// @param readsContent whether functions are shown content, not heads alone
    HttpProtocol(String name, boolean readsContent) {
        this.name = name;
        this.readsContent = readsContent;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String under() {
        return "tcp";
    }

    @Override
    public Streams.Reader open(Streams.Reader above, Edit edits, Streams.Notes notes) {
        return new Conversation(above, readsContent, edits, notes, inner);
    }

    @Override
    public Beginning begins(Window data) {
        int start = 0;
        while (start < data.length() && (data.u8(start) == '\r' || data.u8(start) == '\n')) {
            start++;
        }
        int space = start;
        while (space < data.length() && isOfMethod(data.u8(space)) && space - start <= LONGEST_METHOD) {
            space++;
        }
        if (space == data.length()) {
            return Beginning.MORE;
        }
        return space == start || data.u8(space) != ' ' ? Beginning.NO : target(data, space + 1);
    }

    /// Methods are told apart by case, and all that are registered have capitals only.
    private static boolean isOfMethod(int octet) {
        return octet >= 'A' && octet <= 'Z' || octet == '-';
    }

    private static Beginning target(Window data, int from) {
        int at = from;
        while (at < data.length() && data.u8(at) > ' ') {
            at++;
        }
        if (at == data.length()) {
            return at > LONG_ENOUGH ? Beginning.YES : Beginning.MORE;
        }
        return at == from ? Beginning.NO : version(data, at);
    }

    private static Beginning version(Window data, int from) {
        for (int i = 0; i < VERSION.length(); i++) {
            if (from + i == data.length()) {
                return Beginning.MORE;
            }
            if (data.u8(from + i) != VERSION.charAt(i)) {
                return Beginning.NO;
            }
        }
        return Beginning.YES;
    }
}
