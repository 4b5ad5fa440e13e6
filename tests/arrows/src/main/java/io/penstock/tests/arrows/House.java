// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.arrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The project's folders as its tests see them.
final class House {
    /// Folders whose children are one bundle each.
    static final List<String> STREETS = List.of("bundles", "editor-ui");

    private static final Set<String> NOT_OURS = Set.of(".git", ".build", "target", "node_modules", "out");

    private House() {}

    /// The project's root: the build's property, else the nearest folder above that has the command.
    static Path root() {
        var root = System.getProperty("penstock.root", "");
        if (!root.isEmpty()) {
            return Path.of(root);
        }
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("penstock"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above has the command `penstock`; set -Dpenstock.root");
    }

    /// The folders of all bundles.
    static List<Path> bundles() {
        var folders = new ArrayList<Path>();
        for (var street : STREETS) {
            try (Stream<Path> children = Files.list(root().resolve(street))) {
                children.filter(child -> Files.isRegularFile(child.resolve("pom.xml")))
                        .sorted()
                        .forEach(folders::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folders;
    }

    /// The sources beneath a folder that a filter wants; nothing that was built.
    static List<Path> files(Path folder, Predicate<Path> wanted) {
        var files = new ArrayList<Path>();
        collect(folder, wanted, files);
        return files;
    }

    private static void collect(Path folder, Predicate<Path> wanted, List<Path> files) {
        try (Stream<Path> children = Files.list(folder)) {
            for (var child : children.sorted().toList()) {
                if (Files.isDirectory(child)) {
                    if (!NOT_OURS.contains(child.getFileName().toString())) {
                        collect(child, wanted, files);
                    }
                } else if (wanted.test(child)) {
                    files.add(child);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
