// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.stream.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The start line and the fields of a message (RFC 9112 sections 2 to 6), read strictly: what two readers could take
/// for two things is refused, with a reason.
final class Head {
    /// Octets of the longest head.
    static final int LONGEST = 32_768;

    static final int MORE = -1;
    static final int BROKEN = -2;

    private static final int MOST_FIELDS = 1_000;
    private static final int MOST_DIGITS = 18;
    private static final Set<String> TRANSFER_CODINGS =
            Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "chunked");
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    /// A field line: where it begins, where its value does, and where the next line does.
    record Line(String name, int start, int value, int end) {}

    private final String text;
    private final boolean request;
    private final List<Line> lines = new ArrayList<>();
    private final List<Line> digests = new ArrayList<>();
    private String refusal = "";
    private String method = "";
    private String target = "";
    private int status;
    private boolean modern;
    private long length = -1;
    private int lengths;
    private List<String> transfer = List.of();
    private List<String> codings = List.of();
    private boolean partial;
    private boolean expects;
    private boolean keepsAlive;
    private int hosts;
    private Line lengthLine = new Line("", 0, 0, 0);
    private Line connection = new Line("", 0, 0, 0);
    private Line tag = new Line("", 0, 0, 0);

    /// @param text the head as octets, with the empty line at its end
    Head(String text, boolean request) {
        this.text = text;
        this.request = request;
        int end = text.indexOf("\r\n");
        startLine(text.substring(0, end));
        int fields = 0;
        for (int at = end + 2; at < text.length() - 2 && refusal.isEmpty(); at = text.indexOf("\r\n", at) + 2) {
            field(at, text.indexOf("\r\n", at));
            if (++fields > MOST_FIELDS) {
                refuse("http-too-many-fields");
            }
        }
        check();
    }

    /// Looks for the end of a head that begins at a place.
    ///
    /// @param from what lies before was searched already
    /// @return the place behind its empty line, [#MORE], or [#BROKEN] where no line may look like that
    static int end(Window data, int start, int from) {
        for (int at = Math.max(start, from); at < data.length(); at++) {
            int octet = data.u8(at);
            if (octet == 0 || at > start && data.u8(at - 1) == '\r' && octet != '\n') {
                return BROKEN;
            }
            if (octet == '\n') {
                if (at == start || data.u8(at - 1) != '\r') {
                    return BROKEN;
                }
                if (at - start >= 3 && data.u8(at - 2) == '\n') {
                    return at + 1;
                }
            }
        }
        return MORE;
    }

    /// Whether an octet may stand in a token (RFC 9110 section 5.6.2).
    static boolean isToken(int octet) {
        return octet >= '0' && octet <= '9'
                || octet >= 'a' && octet <= 'z'
                || octet >= 'A' && octet <= 'Z'
                || octet < 128 && MARKS.indexOf(octet) >= 0;
    }

    private static boolean isToken(String name) {
        return !name.isEmpty() && name.chars().allMatch(Head::isToken);
    }

    private void refuse(String reason) {
        if (refusal.isEmpty()) {
            refusal = reason;
        }
    }

    private void startLine(String line) {
        if (request) {
            requestLine(line);
        } else {
            statusLine(line);
        }
    }

    /// RFC 9112 section 3.
    private void requestLine(String line) {
        String[] parts = line.split(" ", -1);
        boolean whole = parts.length == 3
                && isToken(parts[0])
                && !parts[1].isEmpty()
                && parts[1].chars().allMatch(octet -> octet > ' ' && octet != 127);
        if (!whole || !version(parts[2])) {
            refuse("http-bad-request-line");
            return;
        }
        method = parts[0];
        target = parts[1];
    }

    /// RFC 9112 section 4. Many servers leave out the space before an empty reason.
    private void statusLine(String line) {
        boolean whole = line.length() >= 12
                && version(line.substring(0, 8))
                && line.charAt(8) == ' '
                && line.charAt(9) != '0'
                && line.substring(9, 12).chars().allMatch(octet -> octet >= '0' && octet <= '9')
                && (line.length() == 12 || line.charAt(12) == ' ');
        if (!whole) {
            refuse("http-bad-status-line");
            return;
        }
        status = Integer.parseInt(line.substring(9, 12));
    }

    private boolean version(String word) {
        modern = word.equals("HTTP/1.1");
        return modern || word.equals("HTTP/1.0");
    }

    /// RFC 9112 section 5.
    private void field(int start, int end) {
        int first = text.charAt(start);
        if (first == ' ' || first == '\t') {
            refuse("http-folded-field");
            return;
        }
        int colon = text.indexOf(':', start);
        if (colon < 0 || colon >= end || !isToken(text.substring(start, colon))) {
            refuse("http-bad-field-name");
            return;
        }
        int value = behindBlanks(colon + 1, end);
        Line line = new Line(text.substring(start, colon).toLowerCase(Locale.ROOT), start, value, end + 2);
        lines.add(line);
        known(line, trimmed(text.substring(value, end)));
    }

    private void known(Line line, String value) {
        switch (line.name()) {
            case "content-length" -> {
                lengths++;
                lengthLine = line;
                length = number(value);
            }
            case "transfer-encoding" -> {
                if (!transfer.isEmpty()) {
                    refuse("http-bad-transfer-encoding");
                }
                transfer = list(value);
            }
            case "content-encoding" -> {
                codings = new ArrayList<>(codings);
                codings.addAll(list(value));
                codings.removeIf("identity"::equals);
            }
            case "content-range" -> partial = true;
            case "connection" -> {
                connection = line;
                keepsAlive |= list(value).contains("keep-alive");
            }
            case "expect" -> expects = request;
            case "host" -> hosts++;
            case "etag" -> tag = line;
            case "content-md5", "digest", "content-digest", "repr-digest" -> digests.add(line);
            default -> {}
        }
    }

    private int behindBlanks(int from, int end) {
        int at = from;
        while (at < end && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /// RFC 9110 section 5.6.3: no other octet is white space.
    private static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }

    private static String trimmed(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static List<String> list(String value) {
        List<String> words = new ArrayList<>();
        for (String word : value.split(",", -1)) {
            words.add(trimmed(word).toLowerCase(Locale.ROOT));
        }
        return words;
    }

    /// RFC 9110 section 8.6: digits and nothing else.
    private long number(String value) {
        boolean digits = !value.isEmpty() && value.chars().allMatch(octet -> octet >= '0' && octet <= '9');
        if (!digits || value.length() > MOST_DIGITS) {
            refuse("http-bad-length");
            return 0;
        }
        return Long.parseLong(value);
    }

    /// RFC 9112 sections 3.2 and 6.3.
    private void check() {
        if (lengths > 1) {
            refuse("http-two-lengths");
        }
        if (!transfer.isEmpty()) {
            if (lengths > 0) {
                refuse("http-two-framings");
            }
            long chunked = transfer.stream().filter("chunked"::equals).count();
            boolean last = transfer.getLast().equals("chunked");
            if (!modern
                    || !TRANSFER_CODINGS.containsAll(transfer)
                    || chunked > 1
                    || chunked == 1 != last
                    || request && !last) {
                refuse("http-bad-transfer-encoding");
            }
        }
        if (request && (hosts > 1 || modern && hosts == 0)) {
            refuse("http-bad-host");
        }
    }

    // ---- what it says

    /// Octets, with the empty line at its end.
    int size() {
        return text.length();
    }

    /// The field lines of a name.
    List<Line> lines(String name) {
        return lines.stream().filter(line -> line.name().equalsIgnoreCase(name)).toList();
    }

    List<String> values(String name) {
        return lines(name).stream().map(this::value).toList();
    }

    private String value(Line line) {
        return trimmed(text.substring(line.value(), line.end() - 2));
    }

    /// Whether its sender forbids to change what it carries (RFC 9110 section 7.7).
    boolean forbidsTransforming() {
        return values("cache-control").stream().anyMatch(value -> list(value).contains("no-transform"));
    }

    /// Why it must not go on; empty where it may.
    String refusal() {
        return refusal;
    }

    boolean isRequest() {
        return request;
    }

    String method() {
        return method;
    }

    String target() {
        return target;
    }

    int status() {
        return status;
    }

    /// Whether it is of HTTP/1.1.
    boolean isModern() {
        return modern;
    }

    /// The length that it names, -1 where none.
    long length() {
        return length;
    }

    boolean isChunked() {
        return !transfer.isEmpty() && transfer.getLast().equals("chunked");
    }

    /// Whether its content is coded, by its sender or on the way.
    boolean isCoded() {
        return !codings.isEmpty() || transfer.size() > 1 || isCodedOnTheWay();
    }

    /// How its sender coded it, where that is the only coding; else empty.
    String coding() {
        return codings.size() == 1 && transfer.size() <= 1 && !isCodedOnTheWay() ? codings.getFirst() : "";
    }

    /// Whether it is coded on the way by something else than chunks at last.
    boolean isCodedOnTheWay() {
        return !transfer.isEmpty() && !isChunked();
    }

    /// Whether it has a part of a whole.
    boolean isPartial() {
        return partial || status == 206;
    }

    /// Whether its sender may wait for an answer before the content, which nobody does in HTTP/1.0 (RFC 9110 section
    /// 10.1.1).
    boolean expects() {
        return expects && modern;
    }

    boolean keepsAlive() {
        return keepsAlive;
    }

    /// Field lines that tell a checksum of the content.
    List<Line> digests() {
        return digests;
    }

    /// Those lines have no name where the head has none like it.
    Line lengthLine() {
        return lengthLine;
    }

    Line connection() {
        return connection;
    }

    Line tag() {
        return tag;
    }

    /// Whether the entity tag is a strong one (RFC 9110 section 8.8.3).
    boolean isStronglyTagged() {
        return !tag.name().isEmpty() && text.startsWith("\"", tag.value());
    }
}
