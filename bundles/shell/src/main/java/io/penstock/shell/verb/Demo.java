// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.control.Window;
import io.penstock.shell.Console;
import io.penstock.shell.Setting;
import io.penstock.shell.text.Clean;
import io.penstock.shell.text.ExplanationText;
import io.penstock.shell.text.Ink;
import io.penstock.shell.text.ReportText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The first chain, on the capture that comes with the project.
@Command(
        name = "demo",
        description = "Run the first chain on a bundled capture of real HTTP, DNS and TLS, and say what happened.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock demo"})
final class Demo extends Verb {
    private static final String CHAIN = "office-edge.chain.yaml";
    private static final long STEP_MILLIS = 250;
    private static final long MOST_NANOS = 60_000_000_000L;

    @Option(names = "--headless", description = "Without a window.")
    private boolean headless;

    Demo(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        Path folder = setting().home().demo();
        Path examples = setting().root().resolve("examples");
        prepare(examples, folder);
        ChainFile chain = ChainFile.read(setting(), folder.resolve(CHAIN).toString());
        Control control = setting().services().control();
        say("A branch office: clients on the left, servers on the right, a firewall and a counter between.", "");
        chain.text().lines().filter(line -> !line.strip().startsWith("#")).forEach(line -> say("    " + line));
        return run(control, chain.request(Map.of()), folder);
    }

    private int run(Control control, ChainRequest request, Path folder) throws Refused {
        heading("What Penstock makes of it");
        setting().console().print(ExplanationText.inShort(control.explain(request), colours()));
        heading("What became of the packets");
        String chain = deploy(control, request, folder);
        awaitEnd(control, chain);
        Report report = control.stop(chain);
        setting().console().print(ReportText.lines(report, colours()));
        next(folder);
        if (opensWindow()) {
            Path file = folder.resolve(CHAIN);
            setting()
                    .services()
                    .window()
                    .show(new Window.Request(
                            Optional.of(file), setting().home().folder(), new OwnDataplane(setting())));
        }
        return report.state() == Status.State.FAILED ? FAILED : DONE;
    }

    /// On DPDK where it can be, else on the ports that the chain names.
    private String deploy(Control control, ChainRequest request, Path folder) throws Refused {
        ChainRequest dpdk = new ChainRequest(
                request.file(),
                request.text(),
                Map.of("lan", device(folder, 0, "lan"), "wan", device(folder, 1, "wan")));
        try {
            String chain = control.deploy(dpdk).chain();
            say("The capture comes in through DPDK's net_pcap.", "");
            return chain;
        } catch (Refused why) {
            say("The capture comes in through the ports of the driver pcap, not through DPDK:");
            why.problems().forEach(problem -> say("    " + Clean.line(problem.what())));
            say("");
            return control.deploy(request).chain();
        }
    }

    /// Both ports read the same capture.
    private static String device(Path folder, int number, String port) {
        return "dpdk:net_pcap" + number + ",rx_pcap=" + folder.resolve("office.pcapng") + ",tx_pcap="
                + folder.resolve("out").resolve("office-edge-" + port + ".pcap");
    }

    /// A port on DPDK does not tell that a capture has ended: it has where nothing comes any more.
    private static void awaitEnd(Control control, String chain) throws Refused {
        long deadline = System.nanoTime() + MOST_NANOS;
        long before = -1;
        long now = 0;
        while (before != now && !control.awaitEnd(chain, 1) && System.nanoTime() - deadline < 0) {
            before = now == 0 ? -1 : now;
            pause();
            now = control.show(chain).in();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The command says whether there is a display, and an editor among the bundles.
    private boolean opensWindow() {
        return !headless && "1".equals(System.getenv("PENSTOCK_WINDOW"));
    }

    private void next(Path folder) {
        heading("What to try next");
        say(
                "  what left each port is in " + folder.resolve("out"),
                "  ./penstock why examples/" + CHAIN + " 'tcp 10.10.0.11:40000 > 10.20.0.2:23'",
                "  ./penstock explain examples/" + CHAIN,
                "  ./penstock draw examples/" + CHAIN + " --out office.svg",
                "  ./penstock run examples/" + CHAIN + " --port lan=pcap:YOUR.pcapng");
    }

    /// Puts the chain beside its captures in a folder of its own, so that nothing is written into the project.
    private static void prepare(Path examples, Path folder) throws Refused {
        try {
            Files.createDirectories(folder.resolve("out"));
            Files.copy(examples.resolve(CHAIN), folder.resolve(CHAIN), StandardCopyOption.REPLACE_EXISTING);
            try (DirectoryStream<Path> captures = Files.newDirectoryStream(examples, "*.pcapng")) {
                for (Path capture : captures) {
                    Path link = folder.resolve(capture.getFileName());
                    Files.deleteIfExists(link);
                    Files.createSymbolicLink(link, capture.toAbsolutePath());
                }
            }
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    "the demo cannot be laid out in " + folder + ": " + e,
                    "run it from a whole checkout, with a PENSTOCK_HOME that you may write"));
        }
    }

    private void heading(String text) {
        say("", Ink.HEADING.on("── " + text + " ", colours()) + "─".repeat(Math.max(0, 92 - text.length())), "");
    }

    private void say(String... lines) {
        Console console = setting().console();
        console.print(List.of(lines));
    }
}
