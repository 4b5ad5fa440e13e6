// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What leaves a chain, put together by tshark, against what its clients and servers should have received.
final class Reassembled {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int STEP_MILLIS = 20;

    private static final String CONNECTION = "Filter: tcp.stream eq ";
    private static final Pattern OCTETS = Pattern.compile("([0-9a-f]{2})+");

    private Reassembled() {}

    static void check(Bench.Place place, Versus.Entrant entrant, Talks talks) throws Refused {
        Path toServers = place.folder().resolve(entrant.name() + "-to-servers.pcap");
        Path toClients = place.folder().resolve(entrant.name() + "-to-clients.pcap");
        String in = "net_pcap5,rx_pcap=" + entrant.load().capture() + ",tx_pcap=" + toClients;
        Subject subject = Subject.deploy(
                place,
                "bench",
                entrant.chain(in, "net_pcap6,tx_pcap=" + toServers),
                Runtime.getRuntime().availableProcessors() - 1);
        try (subject) {
            await(subject, talks.frames().size());
        }
        List<StringBuilder> received = follow(toClients);
        List<StringBuilder> asked = follow(toServers);
        for (int i = 0; i < Talks.CONNECTIONS; i++) {
            compare(entrant.name() + ", to client " + i, talks.received(i), received.get(i));
            compare(entrant.name() + ", to server " + i, talks.asked(i), asked.get(i));
        }
    }

    private static void await(Subject subject, int packets) throws Refused {
        for (int waited = 0; subject.received() < packets; waited += STEP_MILLIS) {
            if (waited > PATIENCE_MILLIS) {
                throw new Refused(Problem.error(subject.received() + " of " + packets + " packets came in", ""));
            }
            Subject.sleep(STEP_MILLIS);
        }
    }

    private static void compare(String what, String expected, StringBuilder came) throws Refused {
        if (!expected.contentEquals(came)) {
            int at = 0;
            while (at < Math.min(came.length(), expected.length()) && came.charAt(at) == expected.charAt(at)) {
                at++;
            }
            throw new Refused(Problem.error(
                    what + ": byte " + at + " of " + expected.length() + " differs, " + came.length() + " came", ""));
        }
    }

    /// The bytes of one direction of each connection, all that the capture has.
    private static List<StringBuilder> follow(Path capture) throws Refused {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-q", "-r", capture.toString()));
        List<StringBuilder> all = new ArrayList<>();
        for (int i = 0; i < Talks.CONNECTIONS; i++) {
            command.addAll(List.of("-z", "follow,tcp,raw," + i));
            all.add(new StringBuilder());
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            StringBuilder one = new StringBuilder();
            for (String line : process.inputReader(StandardCharsets.US_ASCII)
                    .lines()
                    .map(String::strip)
                    .toList()) {
                if (line.startsWith(CONNECTION)) {
                    one = all.get(Integer.parseInt(line.substring(CONNECTION.length())));
                } else if (OCTETS.matcher(line).matches()) {
                    one.append(new String(HexFormat.of().parseHex(line), StandardCharsets.US_ASCII));
                }
            }
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("it did not end well");
            }
            return all;
        } catch (IOException e) {
            throw new Refused(Problem.error("tshark does not run: " + e.getMessage(), "install the package tshark"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Problem.error("the bench was interrupted", ""));
        }
    }
}
