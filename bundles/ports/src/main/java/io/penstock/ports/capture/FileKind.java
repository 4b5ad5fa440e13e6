// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What a file is when it is not a capture, so that the refusal can say so.
final class FileKind {
    /// So many of a file's first bytes are looked at.
    static final int HEAD = 64;

    private static final String CAPTURE = "give a pcap or pcapng file";
    private static final String UNPACK = "unpack it first, only gzip is read as it is";

    private static final List<Known> KNOWN = List.of(
            new Known("504b0304", "a zip archive", UNPACK),
            new Known("7f454c46", "a program", CAPTURE),
            new Known("28b52ffd", "packed with zstd", UNPACK),
            new Known("fd377a585a00", "packed with xz", UNPACK),
            new Known("425a68", "packed with bzip2", UNPACK),
            new Known("04224d18", "packed with lz4", UNPACK),
            new Known("1f8b", "packed with gzip twice", "unpack it once"),
            new Known("736e6f6f70000000", "a snoop capture", "convert it with 'editcap -F pcapng'"),
            new Known("1c0001ab", "an IXIA capture", "convert it with 'editcap -F pcapng'"),
            new Known("1c0001ac", "an IXIA capture", "convert it with 'editcap -F pcapng'"),
            new Known("89504e47", "a picture", CAPTURE),
            new Known("25504446", "a PDF document", CAPTURE));

    private FileKind() {}

    /// What stands behind `FILE: ` when the file is refused.
    static String refusal(byte[] head) {
        if (head.length == 0) {
            return "is empty, not even the header of a capture; " + CAPTURE;
        }
        String hex = HexFormat.of().formatHex(head);
        return KNOWN.stream()
                .filter(k -> hex.startsWith(k.magic))
                .findFirst()
                .map(k -> "is " + k.what + ", not a capture; " + k.mend)
                .orElseGet(() -> unknown(head));
    }

    private static String unknown(byte[] head) {
        if (isText(head)) {
            return "is text, not a capture; " + CAPTURE;
        }
        String start = HexFormat.of().formatHex(head, 0, Math.min(4, head.length));
        return "is no capture that is known here, it begins with " + start + "; " + CAPTURE;
    }

    private static boolean isText(byte[] head) {
        return new String(Arrays.copyOf(head, Math.max(1, head.length - 3)), java.nio.charset.StandardCharsets.UTF_8)
                .codePoints()
                .allMatch(c -> c != 0xfffd && (c >= ' ' || c == '\n' || c == '\r' || c == '\t'));
    }

    private record Known(String magic, String what, String mend) {}
}
