// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import jdk.net.ExtendedSocketOptions;

/// Who is at the other end of a Unix socket, as the kernel says.
final class Peer {
    private Peer() {}

    /// Whether it is the user of this process, or root.
    static boolean isTrusted(SocketChannel channel) throws IOException {
        return isTrusted(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
    }

    static boolean isTrusted(UserPrincipal user) throws IOException {
        if (user.equals(Files.getOwner(Path.of("/proc/self")))) {
            return true;
        }
        try {
            Path anywhere = Path.of("/");
            return user.equals(
                    anywhere.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("root"));
        } catch (UserPrincipalNotFoundException e) {
            return false;
        }
    }
}
