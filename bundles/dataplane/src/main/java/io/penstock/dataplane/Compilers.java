// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/// The threads of the JIT compiler. A new program gives them hundreds of methods at once, just when its packets come;
/// where
/// that leaves no processor free, they wait meanwhile for the threads that carry packets.
///
/// Only for a change's time: on a busy machine they would never end their work. And only where this process may have
/// them go on as before (CAP_SYS_NICE).
final class Compilers {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String CAPABILITIES = "CapEff:";
    private static final int SYS_NICE = 23;
    private static final int HEXADECIMAL = 16;
    private static final boolean MAY = may();

    private static int changes;

    private Compilers() {}

    private static boolean may() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(CAPABILITIES))
                    .map(line -> line.substring(CAPABILITIES.length()).strip())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, HEXADECIMAL) >>> SYS_NICE & 1) != 0);
        } catch (IOException | NumberFormatException unknown) {
            return false;
        }
    }

    /// Has them wait for others.
    ///
    /// @return has them go on as before, at the first call, once all have who let them stand back
    static synchronized Runnable standBack() {
        changes++;
        if (changes == 1) {
            nice(Background.NICE);
        }
        AtomicBoolean over = new AtomicBoolean();
        return () -> {
            if (over.compareAndSet(false, true)) {
                goOn();
            }
        };
    }

    private static synchronized void goOn() {
        changes--;
        if (changes == 0) {
            nice(0);
        }
    }

    /// A thread that the JVM starts meanwhile is like the one that starts it.
    private static void nice(int value) {
        if (!MAY) {
            return;
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                if (compiles(task)) {
                    Background.nice(Integer.parseInt(task.getFileName().toString()), value);
                }
            }
        } catch (IOException | DirectoryIteratorException gone) {
            System.getLogger(Compilers.class.getName())
                    .log(System.Logger.Level.DEBUG, "compilers keep their turn", gone);
        }
    }

    private static boolean compiles(Path task) {
        try {
            String name = Files.readString(task.resolve("comm"));
            return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
        } catch (IOException ended) {
            return false;
        }
    }
}
