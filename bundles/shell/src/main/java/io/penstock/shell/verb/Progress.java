// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.control.Report;
import io.penstock.shell.Console;
import io.penstock.shell.text.Clean;
import io.penstock.shell.text.Numbers;

/// One line on how far a run is: after two seconds, then twice a second on a terminal and every ten seconds elsewhere.
final class Progress implements AutoCloseable {
    private static final long FIRST_NANOS = 2_000_000_000L;
    private static final long TERMINAL_NANOS = 500_000_000L;
    private static final long FILE_NANOS = 10_000_000_000L;
    private static final String ERASE = "\r\u001b[K";

    private final Console console;
    private final String what;
    private final long began = System.nanoTime();
    private long next = began + FIRST_NANOS;
    private boolean shown;

    Progress(Console console, String chain, String dataplane) {
        this.console = console;
        this.what = Clean.line(chain) + " on " + dataplane;
    }

    boolean isDue() {
        return System.nanoTime() - next >= 0;
    }

    void show(Report report) {
        String line = what + "  " + Numbers.time((System.nanoTime() - began) / 1e9) + "  in "
                + Numbers.count(report.in()) + "  out " + Numbers.count(report.out()) + "  dropped "
                + Numbers.count(report.dropped());
        if (console.isTerminal()) {
            console.err().print(ERASE + line);
        } else {
            console.err().println(line);
        }
        console.err().flush();
        shown = true;
        next = System.nanoTime() + (console.isTerminal() ? TERMINAL_NANOS : FILE_NANOS);
    }

    @Override
    public void close() {
        erase();
    }

    /// Takes the line away.
    void erase() {
        if (shown && console.isTerminal()) {
            console.err().print(ERASE);
            console.err().flush();
        }
        shown = false;
    }
}
