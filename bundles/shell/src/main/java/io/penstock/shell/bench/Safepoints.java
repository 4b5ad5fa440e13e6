// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/// The moments at which the virtual machine stopped all threads, by its own log.
final class Safepoints {
    private static final Pattern TOTAL = Pattern.compile("Total:\\s*(\\d+) ns");

    private final Path file;

    private Safepoints(Path file) {
        this.file = file;
    }

    /// Logs them from now on, until the process ends.
    static Safepoints log(Path file) throws IOException {
        log("output=" + file, "what=safepoint=info", "decorators=uptime");
        return new Safepoints(file);
    }

    private static void log(String... arguments) throws IOException {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmLog",
                            new Object[] {arguments},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IOException("the virtual machine does not log safepoints: " + e.getMessage(), e);
        }
    }

    /// How many took longer so far.
    long longerThan(long nanos) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(TOTAL::matcher)
                    .filter(Matcher::find)
                    .filter(total -> Long.parseLong(total.group(1)) > nanos)
                    .count();
        }
    }
}
