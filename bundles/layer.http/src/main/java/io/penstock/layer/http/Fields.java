// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.Bytes;
import io.penstock.api.Side;
import io.penstock.api.stream.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/// A head and the changes of its fields that a function asks for.
final class Fields implements HttpMessage {
    /// What a function may add to one head.
    private static final int MOST_ADDED = 8_192;

    /// Fields that tell where a message ends, how it is coded, or what becomes of the connection (RFC 9110 section
    /// 7.6.1).
    private static final Set<String> FRAMING = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "expect",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Head head;
    private final Conversation.Asked asked;
    private final boolean mayZip;
    private final List<Head.Line> gone = new ArrayList<>();
    private final StringBuilder added = new StringBuilder();
    private boolean zips;

    Fields(Head head, Conversation.Asked asked, boolean mayZip) {
        this.head = head;
        this.asked = asked;
        this.mayZip = mayZip;
    }

    static String refusal(String name, String value) {
        if (name.isEmpty() || !name.chars().allMatch(Head::isToken)) {
            return "'" + name + "' is no name of a field";
        }
        if (FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
            return "'" + name + "' says how a message is framed, which the layer sees to";
        }
        // RFC 9110 section 5.5: a line break would begin another field, or another message.
        if (!value.chars().allMatch(octet -> octet >= ' ' && octet != 127 || octet == '\t')) {
            return "the value of '" + name + "' has a line break or another control character";
        }
        return value.length() > MOST_ADDED ? "the value of '" + name + "' is longer than " + MOST_ADDED : "";
    }

    @Override
    public Side from() {
        return head.isRequest() ? Side.CLIENT : Side.SERVER;
    }

    @Override
    public boolean isRequest() {
        return head.isRequest();
    }

    @Override
    public String method() {
        return head.isRequest() ? head.method() : asked.method();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public List<String> values(String name) {
        return head.values(name);
    }

    @Override
    public OptionalLong length() {
        return head.length() < 0 ? OptionalLong.empty() : OptionalLong.of(head.length());
    }

    @Override
    public void add(String name, String value) {
        check(name, value);
        if (added.length() + name.length() + value.length() > MOST_ADDED) {
            throw new IllegalArgumentException("more than " + MOST_ADDED + " characters are added to one head");
        }
        added.append(name).append(": ").append(value).append("\r\n");
    }

    @Override
    public void set(String name, String value) {
        takeAway(name);
        add(name, value);
    }

    @Override
    public void remove(String name) {
        if (name.equalsIgnoreCase("host") && isRequest()) {
            throw new IllegalArgumentException("a request without Host is none (RFC 9112 section 3.2)");
        }
        takeAway(name);
    }

    private void takeAway(String name) {
        check(name, "");
        head.lines(name).stream().filter(line -> !gone.contains(line)).forEach(gone::add);
    }

    private static void check(String name, String value) {
        String refusal = refusal(name, value);
        if (!refusal.isEmpty()) {
            throw new IllegalArgumentException(refusal);
        }
    }

    @Override
    public boolean mayZip() {
        return mayZip;
    }

    @Override
    public void zip() {
        if (!mayZip) {
            throw new IllegalStateException("content must not be zipped here: ask mayZip() first");
        }
        zips = true;
    }

    boolean zips() {
        return zips;
    }

    @Override
    public boolean isChanged() {
        return zips || !gone.isEmpty() || !added.isEmpty();
    }

    @Override
    public void forget() {
        zips = false;
        gone.clear();
        added.setLength(0);
    }

    /// Whether a line stays.
    boolean has(Head.Line line) {
        return !line.name().isEmpty() && !gone.contains(line);
    }

    /// Takes a line away.
    void remove(Head.Line line) {
        if (has(line)) {
            gone.add(line);
        }
    }

    /// Says that content is zipped, and forgets what was true of it as it came: ranges are of that (RFC 9110 section
    /// 14.3).
    void sayZipped() {
        added.append("Content-Encoding: gzip\r\n");
        head.lines("accept-ranges").forEach(this::remove);
    }

    /// Carries the changes out.
    ///
    /// @param place where the head begins
    void write(Window data, int place) {
        for (Head.Line line : gone) {
            data.remove(place + line.start(), line.end() - line.start());
        }
        if (!added.isEmpty()) {
            data.insert(place + head.size() - 2, Bytes.of(added.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }
}
