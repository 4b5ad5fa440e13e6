// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.Bytes;
import java.nio.charset.StandardCharsets;

/// What somebody is answered whose request must not go on (RFC 9110 section 15.5, RFC 6585 section 5).
final class Refusal {
    private Refusal() {}

    /// What somebody is shown instead of content that must not go on (RFC 9110 section 15.5.4).
    static Bytes page(Bytes content) {
        String head = "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
                + "Content-Length: " + content.length() + "\r\nConnection: close\r\n\r\n";
        return Bytes.of((head + content).getBytes(StandardCharsets.ISO_8859_1));
    }

    static Bytes of(String reason) {
        String status = switch (reason) {
            case "http-slow-head", "http-slow-content" -> "408 Request Timeout";
            case "http-head-too-long", "http-too-many-fields" -> "431 Request Header Fields Too Large";
            default -> "400 Bad Request";
        };
        return Bytes.utf8("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
}
