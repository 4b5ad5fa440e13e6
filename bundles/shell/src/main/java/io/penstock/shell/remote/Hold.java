// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The right to a socket's name, which the kernel takes back when its process dies.
///
/// A socket without a hold is left over. The lock's file stays: removing it would let two processes hold one name.
final class Hold implements Closeable {
    private final FileChannel channel;

    private Hold(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the right to a socket, or nothing where another has it.
    static Optional<Hold> take(Path socket) throws IOException {
        FileChannel channel = FileChannel.open(
                socket.resolveSibling("." + socket.getFileName() + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (isLocked(channel)) {
            return Optional.of(new Hold(channel));
        }
        channel.close();
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
