// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// Ports replaced, and the number of workers, for one run.
final class Ports {
    @Option(
            names = "--port",
            paramLabel = "NAME=DRIVER:REST",
            description = "Replace a port for this run, as lan=pcap:in.pcapng,out.pcapng; may be given several times.")
    private Map<String, String> replaced = new LinkedHashMap<>();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "How many threads carry the packets in this run (as the chain says, else as the machine gives).")
    private int workers;

    /// How many were asked for; 0 for none.
    int workers() {
        return workers;
    }

    Map<String, String> replaced() {
        return replaced;
    }
}
