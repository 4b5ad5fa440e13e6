// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which bundles count: immutable, written whole or not at all.
///
/// @param entries those that run, and behind them those kept for the way back, the latest last
/// @param hidden names whose build of the product is replaced by one of these
record ConfirmedSet(List<Entry> entries, Set<String> hidden) {
    static final ConfirmedSet EMPTY = new ConfirmedSet(List.of(), Set.of());

    private static final String FIRST_LINE = "penstock bundles 1";
    private static final String HIDDEN = "hidden ";
    private static final long LARGEST = 1 << 20;

    /// So many former versions of a bundle are kept.
    static final int FORMERS = 3;

    ConfirmedSet {
        entries = List.copyOf(entries);
        hidden = Set.copyOf(hidden);
    }

    /// The set that a file holds; an empty one where there is no file.
    static ConfirmedSet read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return EMPTY;
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException("has more than 1 MB");
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw new IOException("does not begin with \"" + FIRST_LINE + "\"");
        }
        List<Entry> entries = new ArrayList<>();
        Set<String> hidden = new TreeSet<>();
        for (String line : lines.subList(1, lines.size())) {
            Optional<Entry> entry = Entry.of(line);
            if (entry.isPresent()) {
                entries.add(entry.get());
            } else if (line.startsWith(HIDDEN)) {
                hidden.add(line.substring(HIDDEN.length()));
            } else {
                throw new IOException("has a line that says nothing: " + line);
            }
        }
        return new ConfirmedSet(entries, hidden);
    }

    /// Writes the set beside the file and moves it into its place, on the disk before this returns.
    void write(Path file) throws IOException {
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid());
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        entries.forEach(entry -> text.append(entry.line()).append('\n'));
        hidden.stream()
                .sorted()
                .forEach(name -> text.append(HIDDEN).append(name).append('\n'));
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(file.resolveSibling("."));
    }

    /// Makes the names in a folder survive a power cut.
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException gone) {
            throw new IOException("the folder " + folder + " is gone", gone);
        }
    }

    /// This set with an entry that runs, the newest of its name.
    ConfirmedSet with(Entry added) {
        List<Entry> all = new ArrayList<>(entries);
        all.removeIf(added::isSameBuild);
        all.add(added.as(true));
        return new ConfirmedSet(all, hidden).limited(added.name());
    }

    /// This set with an entry that no longer runs and is kept for the way back.
    ConfirmedSet retiring(Entry retired) {
        List<Entry> all = new ArrayList<>(entries);
        if (all.removeIf(retired::isSameBuild)) {
            all.add(retired.as(false));
        }
        return new ConfirmedSet(all, hidden).limited(retired.name());
    }

    ConfirmedSet hiding(String name, boolean hide) {
        Set<String> names = new TreeSet<>(hidden);
        if (hide) {
            names.add(name);
        } else {
            names.remove(name);
        }
        return new ConfirmedSet(entries, names);
    }

    ConfirmedSet without(String name) {
        return new ConfirmedSet(
                        entries.stream()
                                .filter(entry -> !entry.name().equals(name))
                                .toList(),
                        hidden)
                .hiding(name, false);
    }

    private ConfirmedSet limited(String name) {
        List<Entry> formers = entries.stream()
                .filter(entry -> !entry.current() && entry.name().equals(name))
                .toList();
        List<Entry> kept = new ArrayList<>(entries);
        kept.removeAll(formers.subList(0, Math.max(0, formers.size() - FORMERS)));
        return new ConfirmedSet(kept, hidden);
    }

    /// The newest version of a bundle that runs.
    Optional<Entry> newest(String name) {
        return entries.stream()
                .filter(entry -> entry.current() && entry.name().equals(name))
                .max(Comparator.comparing(Entry::version));
    }

    /// The version that ran last before the one that runs.
    Optional<Entry> former(String name) {
        return entries.stream()
                .filter(entry -> !entry.current() && entry.name().equals(name))
                .reduce((earlier, later) -> later);
    }
}
