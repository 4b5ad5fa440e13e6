// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// Ports replaced for one run.
final class Ports {
    @Option(
            names = "--port",
            paramLabel = "NAME=DRIVER:REST",
            description = "Replace a port for this run, as lan=pcap:in.pcapng,out.pcapng; may be given several times.")
    private Map<String, String> replaced = new LinkedHashMap<>();

    Map<String, String> replaced() {
        return replaced;
    }
}
