// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import io.penstock.api.Problem;
import io.penstock.api.Problem.Severity;
import io.penstock.api.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Lets in only what can be a chain at all: text, not too long, without characters that a person cannot see.
final class TextGate {
    private static final String SIZE_RULE = "a chain has at most 1 MB; is it the right file?";
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private TextGate() {}

    /// Reads a file as UTF-8.
    ///
    /// @throws Refused when it cannot be read, is too long, or is something else than text
    static String read(Path path) throws Refused {
        String file = Quoting.shownWhole(path.toString());
        byte[] bytes = bytes(file, path);
        Optional<WrongFile.Kind> wrong = WrongFile.of(bytes);
        if (wrong.isPresent()) {
            throw refused(
                    file,
                    0,
                    0,
                    "is " + wrong.get().name() + ", no chain",
                    wrong.get().mend());
        }
        if (bytes.length > Limits.TEXT) {
            throw refused(file, 0, 0, "is longer than 1 MB", SIZE_RULE);
        }
        return decoded(file, bytes);
    }

    private static byte[] bytes(String file, Path path) throws Refused {
        if (Files.isDirectory(path)) {
            throw refused(file, 0, 0, "is a folder", "give a `.chain.yaml` file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(Limits.TEXT + 1);
        } catch (NoSuchFileException _) {
            throw refused(file, 0, 0, "no such file", "check the name, and the folder it is relative to");
        } catch (AccessDeniedException _) {
            throw refused(file, 0, 0, "may not be read by this user", "check its permissions");
        } catch (IOException unreadable) {
            throw refused(file, 0, 0, "cannot be read: " + unreadable.getMessage(), "check the file");
        }
    }

    private static String decoded(String file, byte[] bytes) throws Refused {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        try {
            if (result.isError()) {
                result.throwException();
            }
        } catch (CharacterCodingException _) {
            Source good = new Source(file, unixLines(text));
            Place place = good.place(good.length());
            String what = String.format("byte 0x%02x is no UTF-8", bytes[in.position()]);
            throw refused(file, place.line(), place.column(), what, "save it as UTF-8");
        }
        return text;
    }

    /// Checks a text that came from anywhere.
    ///
    /// @throws Refused when it is empty, too long, or has characters that have no place in a text
    static Source admit(String file, String text) throws Refused {
        if (text.length() > Limits.TEXT) {
            throw refused(file, 0, 0, "is longer than 1 MB", SIZE_RULE);
        }
        Source source = new Source(file, unixLines(text));
        for (int at = 0; at < source.length(); at++) {
            if (isForbidden(source.at(at))) {
                throw forbidden(source, at);
            }
        }
        if (text.isBlank()) {
            throw refused(file, 1, 1, "is empty", "begin with `format: 1`");
        }
        return source;
    }

    private static String unixLines(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /// Control characters and halves of surrogate pairs, and what YAML forbids or takes for line ends.
    static boolean isForbidden(int point) {
        return switch (point) {
            case '\n', '\t' -> false;
            case BYTE_ORDER_MARK, 0x2028, 0x2029, 0xfffe, 0xffff -> true;
            default -> Character.isISOControl(point) || point >= 0xd800 && point <= 0xdfff;
        };
    }

    private static Refused forbidden(Source source, int at) {
        Place place = source.place(at);
        int point = source.at(at);
        if (point == BYTE_ORDER_MARK && at == 0) {
            return refused(source.file(), 1, 1, "begins with a byte order mark", "save it as UTF-8 without one");
        }
        String what = point == 0
                ? "a NUL character; this is no text file"
                : String.format("the invisible character U+%04X", point);
        return refused(source.file(), place.line(), place.column(), what, "a chain is plain text; remove it");
    }

    private static Refused refused(String file, int line, int column, String what, String mend) {
        return new Refused(new Problem(Severity.ERROR, file, line, column, "", what, mend));
    }
}
