// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import io.penstock.api.Syntax;
import io.penstock.api.control.Control.LayerInfo;
import io.penstock.api.control.Control.NodeTime;
import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Control.Work;
import io.penstock.api.control.Control.WorkerRow;
import io.penstock.api.control.DriverInfo;
import io.penstock.api.control.Explanation;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.InstalledBundle;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Proof;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.control.Update;
import io.penstock.api.control.Why;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One of each thing that can be shown.
public final class Sample {
    private Sample() {}

    public static Report report(String chain, Status.State state) {
        return new Report(
                chain,
                state,
                12.3,
                1234,
                1200,
                0,
                34,
                0,
                Map.of("denied", 30L, "no-branch", 4L),
                List.of(
                        new Report.PortRow(
                                "lan",
                                "client",
                                "pcap",
                                700,
                                61_000,
                                610,
                                512_345,
                                drops("no-branch", 4),
                                drops("frames-read", 700)),
                        new Report.PortRow("wan", "server", "pcap", 534, 512_345, 590, 59_000, Map.of(), Map.of())),
                List.of(
                        new Report.NodeRow(
                                "fw", "firewall", 1230, 573_345, 56, drops("denied", 30), Map.of(), 0, false),
                        new Report.NodeRow(
                                "count",
                                "counter",
                                1200,
                                571_345,
                                51,
                                Map.of(),
                                drops("denied", 7),
                                2,
                                true,
                                List.of("client 10.0.0.1: 1,100 packets, 560,000 bytes"))),
                new Report.Sessions(12, 56, 44, 0, 1_000_000, 176_000_000),
                drops("unread-link-type", 3),
                List.of("office.pcapng: record 1235 is cut short; capture it again"));
    }

    private static Map<String, Long> drops(String reason, long count) {
        Map<String, Long> drops = new LinkedHashMap<>();
        drops.put(reason, count);
        return drops;
    }

    public static Explanation explanation(String chain) {
        return new Explanation(
                chain,
                List.of(
                        new Explanation.Condition(
                                "tcp port 80 or tcp port 443",
                                List.of("fw rule 2 (allow tcp port 80 or tcp port 443)", "cls.web")),
                        new Explanation.Condition("udp port 53", List.of("fw rule 1 (allow udp port 53)"))),
                List.of(
                        new Explanation.Path(
                                "lan", "wan", List.of("cls.web", "ids", "fw", "nat"), "tcp port 80 or tcp port 443"),
                        new Explanation.Path("lan", "wan", List.of("cls.rest", "fw", "nat"), "")),
                List.of(
                        new Explanation.Field(0, 16, "key", "platform"),
                        new Explanation.Field(16, 8, "packets", "count")),
                64,
                List.of(
                        new Explanation.LayerUse("ip", "off", List.of("fw: rules read addresses")),
                        new Explanation.LayerUse(
                                "tcp", "track", List.of("nat: translates ports", "fw: needs the state"))),
                "the captures' stamps, because all ports are captures",
                "1, because captures are read in the order of their stamps",
                new Explanation.Alone(4, 1, 3, 1, 3, 1, 4),
                List.of("fw rule 3 can never match: rule 1 matches first"));
    }

    /// A proof that holds for chains whose name does not begin with `untrue`.
    public static Proof proof(String chain) {
        Proof.Counterexample found = new Proof.Counterexample(
                List.of("udp 10.0.0.1:1 > 192.0.2.7:53"),
                "udp 10.0.0.1:1 > 192.0.2.7:54",
                List.of(
                        new Proof.Way(
                                "one after the other",
                                "dropped at fw, reason denied: rule 2, deny",
                                why("", false).steps()),
                        new Proof.Way(
                                "merged", "leaves by wan as 00", why("", true).steps())));
        boolean holds = !chain.startsWith("untrue");
        return new Proof(
                chain,
                90,
                30,
                7,
                List.of("fw match 3 holds first: udp"),
                List.of("fw match 4 holds first: udp port 53"),
                holds ? List.of() : List.of(found));
    }

    public static Why why(String packet, boolean passed) {
        return new Why(
                packet,
                List.of(
                        new Why.Step("port lan", "enters as 74 bytes", ""),
                        new Why.Step("classifier", "tcp port 80 or tcp port 443 is true", ""),
                        new Why.Step(
                                "node fw", "rule 2 decides: allow tcp port 80", passed ? "pass" : "drop (denied)")),
                passed,
                passed ? "wan" : "",
                passed ? "" : "fw",
                passed ? "" : "denied",
                passed ? "" : "rule 3, deny");
    }

    static List<DriverInfo> drivers() {
        return List.of(new DriverInfo(
                "pcap",
                "Reads packets from a capture",
                List.of(new DriverInfo.Option("in", false, "the capture to read", Syntax.Kind.FILE))));
    }

    public static List<FunctionInfo> functions() {
        return List.of(new FunctionInfo(
                "firewall",
                "Firewall",
                "Lets sessions pass by rules.",
                "io.penstock.function.firewall",
                "0.1.0",
                "",
                List.of(new FunctionInfo.Property(
                        "rules",
                        "Rules",
                        "allow or deny, and a match; the first that matches decides",
                        FunctionInfo.Kind.TEXT,
                        true,
                        true,
                        List.of(),
                        "",
                        "",
                        List.of()))));
    }

    public static List<LayerInfo> layers() {
        return List.of(new LayerInfo(
                "udp", "io.penstock.layer.udp 0.1.0", List.of("src", "dst", "length"), List.of("ipproto 17")));
    }

    public static Work work() {
        return new Work(
                List.of(new WorkerRow("penstock-worker-office-edge", 12.3, 6_150_000_000L, 1_000, 2_000, 100_000)),
                List.of(
                        new NodeTime("fw", "firewall", 900, 28_800, 1_152_000),
                        new NodeTime("count", "counter", 0, 0, 0)));
    }

    public static List<SessionRow> sessions() {
        return List.of(new SessionRow(
                "tcp 10.0.0.1:40000 > 192.0.2.7:80",
                "",
                "established",
                1500,
                List.of("fw", "count"),
                Map.of("count.packets", "17")));
    }

    static List<InstalledBundle> bundles() {
        return List.of(
                new InstalledBundle("org.example.quota", "1.1.0", "ab".repeat(32), "current"),
                new InstalledBundle("org.example.quota", "1.0.0", "cd".repeat(32), "former"));
    }

    static Update update(Manner manner) {
        return new Update(
                "org.example.quota",
                "1.0.0",
                "1.1.0",
                manner.dryRun()
                        ? Update.Outcome.DRY_RUN
                        : manner.confirmMillis() > 0 ? Update.Outcome.UNCONFIRMED : Update.Outcome.DONE,
                List.of(new Update.ChainSwap(
                        "office-edge",
                        List.of("cap"),
                        3,
                        List.of("cap.used is long now, was int"),
                        new Update.Rehearsal(
                                256, 1, List.of("udp 10.0.0.1:5000 > 192.0.2.7:53: passed, now over-quota")),
                        12.25)),
                List.of("1.0.0 is kept: penstock rollback org.example.quota"));
    }
}
