// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The folder of jars and the file that says which of them count. Jars come in under a name on trial and get their own
/// name just before the set is written; whatever the set does not name is rubbish.
final class Folder {
    private static final Pattern TRIAL = Pattern.compile("\\.trial-(\\d+)-.*");
    private static final String SET = "confirmed";

    private final Path path;

    Folder(Path path) {
        this.path = path;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    Path file(Entry entry) {
        return path.resolve(entry.file());
    }

    ConfirmedSet set() throws IOException {
        return ConfirmedSet.read(path.resolve(SET));
    }

    /// Copies a jar to a name that no other process uses.
    Path copy(Path jar) throws Refused {
        try {
            Files.createDirectories(path);
            Path copy = Files.createTempFile(
                    path, ".trial-" + ProcessHandle.current().pid() + "-", ".jar");
            Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    "the bundle cannot be copied to " + path + ": " + e.getMessage(),
                    "set PENSTOCK_HOME to a folder you can write"));
        }
    }

    /// Gives a copy its own name, on the disk before this returns.
    void keep(Path copy, Entry entry) throws IOException {
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(copy, file(entry), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        ConfirmedSet.forceFolder(path);
    }

    /// Changes the set, whatever other processes do at that moment.
    ///
    /// @param before done while nobody else changes anything, before the set is written
    ConfirmedSet change(Step before, UnaryOperator<ConfirmedSet> change) throws IOException {
        Files.createDirectories(path);
        synchronized (Folder.class) {
            try (FileChannel channel = FileChannel.open(
                            path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                ConfirmedSet set = set();
                try {
                    before.run();
                    ConfirmedSet next = change.apply(set);
                    next.write(path.resolve(SET));
                    set = next;
                } finally {
                    tidy(set);
                }
                return set;
            }
        }
    }

    /// A step that may fail.
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /// Removes what the set does not name and what processes that have gone had on trial. What stays does no harm.
    private void tidy(ConfirmedSet set) {
        try {
            removeRubbish(set);
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(Folder.class.getName())
                    .log(System.Logger.Level.WARNING, "what is left over in {0} stays there: {1}", path, e);
        }
    }

    private void removeRubbish(ConfirmedSet set) throws IOException {
        Set<String> named = set.entries().stream().map(Entry::file).collect(Collectors.toSet());
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(path, "*.jar")) {
            for (Path jar : jars) {
                String name = String.valueOf(jar.getFileName());
                Matcher trial = TRIAL.matcher(name);
                boolean rubbish = trial.matches() ? !lives(trial.group(1)) : !named.contains(name);
                if (rubbish) {
                    Files.deleteIfExists(jar);
                }
            }
        }
    }

    private static boolean lives(String pid) {
        return pid.length() < 10 && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    /// The SHA-256 of a file, in hexadecimal digits.
    static String digest(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
