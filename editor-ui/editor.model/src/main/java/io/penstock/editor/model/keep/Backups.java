// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What chain files said before they were saved, numbered, in the state folder; the oldest go.
final class Backups {
    static final int MOST = 20;
    private static final Pattern NAME = Pattern.compile("([0-9]{1,9})\\.chain\\.yaml");

    private Backups() {}

    /// Copies a file before it is replaced.
    static void keep(Path state, Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Path folder = folder(state, file);
        Files.createDirectories(folder);
        List<Path> known = of(state, file);
        int number = known.isEmpty() ? 1 : number(known.getFirst()) + 1;
        Path beside = folder.resolve(".new");
        Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, folder.resolve(String.format("%06d.chain.yaml", number)), StandardCopyOption.ATOMIC_MOVE);
        for (Path old : known.subList(Math.min(known.size(), MOST - 1), known.size())) {
            Files.deleteIfExists(old);
        }
    }

    /// The backups of a file, the latest first.
    static List<Path> of(Path state, Path file) {
        try (Stream<Path> files = Files.list(folder(state, file))) {
            return files.filter(one -> number(one) > 0)
                    .sorted(Comparator.comparingInt(Backups::number).reversed())
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private static Path folder(Path state, Path file) {
        return state.resolve("editor").resolve("backups").resolve(Journals.key(file));
    }

    private static int number(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }
}
