// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Manner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// The options that say how something that runs is replaced.
final class Manners {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m|h)?");

    @Option(
            names = "--state",
            paramLabel = "keep|drain|fresh",
            description =
                    "Open sessions go on with the new version (as usual), stay with the old one until they end, or end.")
    private Manner.State state = Manner.State.KEEP;

    @Option(
            names = "--confirm",
            paramLabel = "TIME",
            description = "Go back after this time (60s, 5m) unless penstock confirm says that it is good.")
    private String confirm = "";

    @Option(
            names = "--watch",
            paramLabel = "TIME",
            description = "Watch the new version for this time (2s) and go back if it fails.")
    private String watch = "2s";

    @Option(names = "--dry-run", description = "Say what would happen, and change nothing.")
    private boolean dryRun;

    Manner manner() throws Refused {
        return new Manner(
                state,
                millis("--watch", watch),
                confirm.isEmpty() ? 0 : Math.max(1, millis("--confirm", confirm)),
                dryRun);
    }

    private static long millis(String option, String text) throws Refused {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new Refused(Problem.error(option + " " + text + " is no time", "write 500ms, 60s, 5m or 1h"));
        }
        String unit = time.group(2) == null ? "s" : time.group(2);
        long factor = switch (unit) {
            case "ms" -> 1;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 1_000;
        };
        return Long.parseLong(time.group(1)) * factor;
    }
}
