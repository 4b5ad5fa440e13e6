// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model;

import io.penstock.api.Syntax;
import io.penstock.api.control.DriverInfo;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Kind;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.editor.model.palette.Palette;
import java.util.List;

/// Functions and drivers as a dataplane would tell them.
public final class Installed {
    private Installed() {}

    public static Palette palette() {
        FunctionInfo firewall = new FunctionInfo(
                "firewall",
                "Firewall",
                "Allows and denies sessions by rules",
                "io.penstock.function.firewall",
                "1.2.0",
                "",
                List.of(
                        new Property(
                                "rules",
                                "Rules",
                                "each allow or deny, then a match",
                                Kind.TEXT,
                                true,
                                false,
                                List.of(),
                                "",
                                "",
                                List.of(),
                                Syntax.Kind.RULE,
                                List.of("allow", "deny", "from client", "from server", "from any")),
                        new Property(
                                "policy",
                                "Policy",
                                "what no rule matches",
                                Kind.TEXT,
                                false,
                                false,
                                List.of("deny"),
                                "",
                                "",
                                List.of("deny", "allow"))),
                List.of("security", "acl"));
        FunctionInfo classifier = new FunctionInfo(
                "classifier",
                "Classifier",
                "Sends each session to the first branch that matches",
                "io.penstock.function.classifier",
                "1.0.0",
                "branches",
                List.of(new Property(
                        "branches",
                        "Branches",
                        "outputs, each with a match",
                        Kind.TEXT,
                        true,
                        true,
                        List.of(),
                        "",
                        "",
                        List.of(),
                        Syntax.Kind.MATCH,
                        List.of())));
        FunctionInfo impair = new FunctionInfo(
                "impair",
                "Impairment",
                "Loses, repeats and delays packets",
                "io.penstock.function.impair",
                "1.0.0",
                "",
                List.of(
                        new Property(
                                "loss",
                                "Loss",
                                "percent",
                                Kind.NUMBER,
                                false,
                                false,
                                List.of("0"),
                                "0",
                                "100",
                                List.of()),
                        new Property(
                                "delay",
                                "Delay",
                                "milliseconds",
                                Kind.WHOLE_NUMBER,
                                false,
                                false,
                                List.of("0"),
                                "0",
                                "10000",
                                List.of()),
                        new Property("key", "Key", "secret", Kind.PASSWORD, false, false, List.of(), "", "", List.of()),
                        new Property(
                                "on",
                                "On",
                                "whether it works",
                                Kind.BOOLEAN,
                                false,
                                false,
                                List.of("true"),
                                "",
                                "",
                                List.of())));
        FunctionInfo counter = new FunctionInfo(
                "counter", "Counter", "Counts", "io.penstock.function.counter", "1.0.0", "", List.of());
        FunctionInfo nat = new FunctionInfo(
                "nat",
                "NAT",
                "Translates addresses",
                "io.penstock.function.nat",
                "1.0.0",
                "",
                List.of(
                        new Property(
                                "address",
                                "Address",
                                "the outer one",
                                Kind.TEXT,
                                false,
                                true,
                                List.of(),
                                "",
                                "",
                                List.of(),
                                Syntax.Kind.ADDRESS,
                                List.of()),
                        new Property(
                                "inside",
                                "Inside",
                                "networks",
                                Kind.TEXT,
                                true,
                                false,
                                List.of(),
                                "",
                                "",
                                List.of(),
                                Syntax.Kind.CIDR,
                                List.of()),
                        new Property(
                                "ports",
                                "Ports",
                                "a range",
                                Kind.TEXT,
                                false,
                                false,
                                List.of("1024-65535"),
                                "",
                                "",
                                List.of(),
                                Syntax.Kind.PORTS,
                                List.of())));
        DriverInfo pcap = new DriverInfo(
                "pcap",
                "Reads packets from a capture",
                List.of(
                        new DriverInfo.Option("in", true, "the capture to read", Syntax.Kind.FILE),
                        new DriverInfo.Option("out", false, "the capture to write", Syntax.Kind.FILE)));
        DriverInfo dpdk = new DriverInfo(
                "dpdk", "A port of DPDK", List.of(new DriverInfo.Option("device", true, "", Syntax.Kind.PLAIN)));
        return Palette.of(List.of(firewall, classifier, impair, counter, nat), List.of(pcap, dpdk));
    }
}
