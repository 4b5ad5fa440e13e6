// SPDX-License-Identifier: Apache-2.0
package io.penstock.testkit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/// Reads HTTP/1 messages from a whole stream as simply as can be: what those of the layer are compared with. It
/// takes for granted that heads are well formed.
public final class SlowHttp {
    /// @param start the first line
    /// @param body the content, decoded; what follows the last message has none but this
    /// @param trailer what stands behind the last chunk
    /// @param whole whether it came to its end
    /// @param plain whether its content is neither coded nor a part of another's
    public record Message(String start, String body, String trailer, boolean whole, boolean plain) {}

    private final String text;
    private final List<Message> messages = new ArrayList<>();
    private int at;
    private boolean raw;
    private boolean plain;

    private SlowHttp(String text) {
        this.text = text;
    }

    /// Messages of a client.
    public static List<Message> requests(String text) {
        SlowHttp slow = new SlowHttp(text);
        while (slow.at < text.length()) {
            slow.next(true, "");
        }
        return slow.messages;
    }

    /// Messages of a server.
    ///
    /// @param methods those of the requests
    public static List<Message> responses(String text, List<String> methods) {
        SlowHttp slow = new SlowHttp(text);
        Iterator<String> asked = methods.iterator();
        String method = asked.hasNext() ? asked.next() : "";
        while (slow.at < text.length()) {
            slow.next(false, method);
            if (!slow.messages.isEmpty() && !slow.messages.getLast().start().startsWith("1", 9)) {
                method = asked.hasNext() ? asked.next() : "";
            }
        }
        return slow.messages;
    }

    private void next(boolean request, String method) {
        while (text.startsWith("\r\n", at)) {
            at += 2;
        }
        int end = text.indexOf("\r\n\r\n", at);
        if (end < 0 || raw) {
            if (at < text.length()) {
                messages.add(new Message("", text.substring(at), "", false, false));
            }
            at = text.length();
            return;
        }
        String[] lines = text.substring(at, end).split("\r\n", -1);
        at = end + 4;
        String length = "";
        String transfer = "";
        plain = !lines[0].startsWith(" 206", 8);
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = line.substring(15).strip();
            } else if (lower.startsWith("transfer-encoding:")) {
                transfer = lower.substring(18).strip();
                plain &= transfer.equals("chunked");
            } else if (lower.startsWith("content-encoding:")) {
                plain &= lower.substring(17).strip().equals("identity");
            } else if (lower.startsWith("content-range:")) {
                plain = false;
            }
        }
        body(lines[0], request, method, length, transfer);
    }

    private void body(String start, boolean request, String method, String length, String transfer) {
        String status = request ? "" : start.substring(9, 12);
        boolean tunnel = status.equals("101") || method.equals("CONNECT") && status.startsWith("2");
        raw |= tunnel;
        boolean none = tunnel
                || status.startsWith("1")
                || status.equals("204")
                || status.equals("304")
                || method.equals("HEAD");
        if (none || request && length.isEmpty() && transfer.isEmpty()) {
            messages.add(new Message(start, "", "", true, plain));
        } else if (transfer.endsWith("chunked")) {
            chunks(start);
        } else if (!length.isEmpty() && transfer.isEmpty()) {
            long wanted = Long.parseLong(length);
            int present = (int) Math.min(wanted, text.length() - at);
            messages.add(new Message(start, text.substring(at, at + present), "", present == wanted, plain));
            at += present;
        } else {
            messages.add(new Message(start, text.substring(at), "", true, plain));
            at = text.length();
        }
    }

    private void chunks(String start) {
        StringBuilder body = new StringBuilder();
        while (true) {
            int line = text.indexOf("\r\n", at);
            long size = line < 0 ? -1 : Long.parseLong(text.substring(at, line).split("[; \t]", -1)[0], 16);
            if (size <= 0) {
                at = line < 0 ? text.length() : line + 2;
                int end = text.startsWith("\r\n", at) ? at : text.indexOf("\r\n\r\n", at) + 2;
                boolean whole = size == 0 && (end > 1 || text.startsWith("\r\n", at));
                String trailer = whole ? text.substring(at, end) : size == 0 ? text.substring(at) : "";
                messages.add(new Message(start, body.toString(), trailer, whole, plain));
                at = whole ? end + 2 : text.length();
                return;
            }
            int end = (int) Math.min(text.length(), line + 2 + size);
            body.append(text, Math.min(line + 2, end), end);
            at = Math.min(text.length(), end + 2);
        }
    }
}
