// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.keep;

import io.penstock.api.Refused;
import io.penstock.chain.Draft;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.geometry.Point;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Where journals are, and what is to be read from them.
final class Journals {
    private static final String END = ".journal";
    private static final String UNTITLED = "untitled-";

    private Journals() {}

    /// The journal of a chain file.
    static Path of(Path state, Path file) {
        return folder(state).resolve(key(file) + END);
    }

    /// A journal for a drawing without a file.
    static Path untitled(Path state) {
        return folder(state).resolve(UNTITLED + UUID.randomUUID() + END);
    }

    private static Path folder(Path state) {
        return state.resolve("editor").resolve("journal");
    }

    /// A short name for a file that no other file has.
    static String key(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(file.toString().getBytes(StandardCharsets.UTF_8));
            return chainName(file) + "-" + HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A chain name made of a file's name.
    static String chainName(Path file) {
        String name = String.valueOf(file.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceFirst("(\\.chain)?\\.ya?ml$", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[^a-z]+|-+$", "");
        return name.isEmpty() ? "chain" : name.substring(0, Math.min(name.length(), 40));
    }

    static List<Recovery> left(Path state) {
        List<Recovery> left = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder(state))) {
            for (Path file : files.filter(Journals::isUntitled).toList()) {
                try (Closing journal = new Closing(Journal.open(file))) {
                    if (journal.open().isPresent()) {
                        recovery(file, journal.open().get(), Optional.empty()).ifPresent(left::add);
                    }
                }
            }
        } catch (IOException none) {
            return List.of();
        }
        left.sort(Comparator.comparing(Recovery::when).reversed());
        return left;
    }

    private record Closing(Optional<Journal> open) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (open.isPresent()) {
                open.get().close();
            }
        }
    }

    private static boolean isUntitled(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(UNTITLED) && name.endsWith(END);
    }

    /// The last state in a journal; empty where there is none that can be read.
    static Optional<Recovery> recovery(Path file, Journal journal, Optional<Path> about) throws IOException {
        Optional<Draft> draft = Optional.empty();
        Map<String, Point> places = Map.of();
        for (Journal.Entry entry : journal.read()) {
            switch (entry.kind()) {
                case FILE -> {}
                case TEXT -> draft = parse(entry.text()).or(() -> Optional.<Draft>empty());
                case PLACES -> places = LayoutFile.parse(entry.text());
            }
        }
        Map<String, Point> last = places;
        return draft.isEmpty()
                ? Optional.empty()
                : Optional.of(new Recovery(
                        file,
                        about,
                        new Drawing(draft.get(), last),
                        Files.getLastModifiedTime(file).toInstant()));
    }

    private static Optional<Draft> parse(String text) {
        try {
            return Optional.of(Draft.parse("journal", text));
        } catch (Refused unreadable) {
            return Optional.empty();
        }
    }
}
