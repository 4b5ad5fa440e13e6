// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Recognises files that are often given by mistake, by their first bytes.
final class WrongFile {
    private static final String CAPTURE = "a capture is read by a port: `driver: pcap`, `in: FILE`";
    private static final String SAVE = "save it as UTF-8 without a byte order mark";

    private static final List<Kind> KINDS = List.of(
            new Kind("0a0d0d0a", "a pcapng capture", CAPTURE),
            new Kind("d4c3b2a1", "a pcap capture", CAPTURE),
            new Kind("a1b2c3d4", "a pcap capture", CAPTURE),
            new Kind("4d3cb2a1", "a pcap capture", CAPTURE),
            new Kind("a1b23c4d", "a pcap capture", CAPTURE),
            new Kind("1f8b", "a gzip file", "unpack it first"),
            new Kind("28b52ffd", "a zstd file", "unpack it first"),
            new Kind("fd377a585a00", "an xz file", "unpack it first"),
            new Kind("425a68", "a bzip2 file", "unpack it first"),
            new Kind("504b0304", "a zip or jar file", "a bundle is installed with `install`; a chain is a text file"),
            new Kind("7f454c46", "a program", "a chain is a text file"),
            new Kind("89504e47", "a PNG picture", "a chain is a text file"),
            new Kind("25504446", "a PDF", "a chain is a text file"),
            new Kind("efbbbf", "a text with a byte order mark", SAVE),
            new Kind("fffe", "a UTF-16 text", SAVE),
            new Kind("feff", "a UTF-16 text", SAVE));

    private WrongFile() {}

    /// @param name with its article
    /// @param mend what to do instead
    record Kind(String magic, String name, String mend) {}

    static Optional<Kind> of(byte[] bytes) {
        String start = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
        return KINDS.stream().filter(kind -> start.startsWith(kind.magic())).findFirst();
    }
}
