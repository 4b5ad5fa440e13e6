// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.shell.Interrupts;
import io.penstock.shell.Setting;
import io.penstock.shell.deploy.DeployFolder;
import io.penstock.shell.json.Json;
import io.penstock.shell.metrics.MetricsServer;
import io.penstock.shell.remote.ControlServer;
import io.penstock.shell.remote.Limits;
import io.penstock.shell.text.ReportText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs a chain in this process until its input ends, the time is over, or somebody stops it.
@Command(
        name = "run",
        description = "Run a chain until its captures end, or until Ctrl-C; then print what it counted.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock run office.chain.yaml",
            "  penstock run office.chain.yaml --port lan=pcap:in.pcapng,out.pcapng",
            "  penstock run edge.chain.yaml --for 60 --name edge",
            "",
            "While it runs, other commands reach it by its name: penstock show --on edge"
        })
final class Run extends Verb {
    /// How long each question for the end waits; also how late a stop is noticed.
    private static final long STEP_MILLIS = 100;

    private static final String USUAL_NAME = "main";
    private static final int NAMES = 64;

    @Parameters(paramLabel = "CHAIN", description = "A .chain.yaml file.")
    private String file = "";

    @Mixin
    private Ports ports = new Ports();

    @Option(names = "--for", paramLabel = "SECONDS", description = "Stop after so many seconds.")
    private Optional<Double> seconds = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "How other commands call this dataplane, --on NAME (main).")
    private String name = "";

    @Option(names = "--json", description = "Print the counters as one JSON document.")
    private boolean json;

    @Option(
            names = "--metrics",
            paramLabel = "PORT",
            description = "Serve the counters for Prometheus at http://127.0.0.1:PORT/metrics.")
    private Optional<Integer> metrics = Optional.empty();

    @Option(
            names = "--deploy",
            paramLabel = "DIR",
            description = "Put function bundles that are moved into this folder in the place of those that run.")
    private Optional<String> deploy = Optional.empty();

    Run(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        if (seconds.isPresent() && !(seconds.get() > 0)) {
            throw new Refused(Problem.error("--for " + seconds.get() + " is no time to run", "give seconds above 0"));
        }
        ChainFile chain = ChainFile.read(setting(), file);
        Control control = setting().services().control();
        CountDownLatch over = new CountDownLatch(1);
        try (ControlServer server = listen(control, over);
                Interrupts.Guard _ = setting().interrupts().on(over::countDown)) {
            return measured(control, chain, server.name(), over);
        } catch (Refused e) {
            throw chain.asTyped(e);
        }
    }

    private int watching(Control control, ChainFile chain, String dataplane, CountDownLatch over) throws Refused {
        if (deploy.isEmpty()) {
            return run(control, chain, dataplane, over);
        }
        Setting setting = setting();
        try (DeployFolder _ = DeployFolder.watch(
                setting.folder().resolve(deploy.get()), control, setting.console(), setting.log()::add)) {
            return run(control, chain, dataplane, over);
        }
    }

    private int measured(Control control, ChainFile chain, String dataplane, CountDownLatch over) throws Refused {
        if (metrics.isEmpty()) {
            return watching(control, chain, dataplane, over);
        }
        try (MetricsServer _ =
                MetricsServer.listen(metrics.get(), control, setting().log()::add)) {
            return watching(control, chain, dataplane, over);
        }
    }

    private int run(Control control, ChainFile chain, String dataplane, CountDownLatch over) throws Refused {
        Status.Running running = control.deploy(chain.request(ports));
        running.warnings().forEach(this::warn);
        try (Progress progress = new Progress(setting().console(), running.chain(), dataplane)) {
            boolean ours = attend(control, running.chain(), over, progress);
            progress.erase();
            return finish(control, running.chain(), ours);
        }
    }

    /// Waits for the end.
    ///
    /// @return whether the chain is still there
    private boolean attend(Control control, String chain, CountDownLatch over, Progress progress) throws Refused {
        long deadline = System.nanoTime() + (long) (seconds.orElse(Double.MAX_VALUE / 2) * 1e9);
        boolean forever = seconds.isEmpty();
        while (over.getCount() > 0 && (forever || System.nanoTime() - deadline < 0)) {
            if (!runs(control, chain)) {
                return false;
            }
            if (control.awaitEnd(chain, STEP_MILLIS)) {
                return true;
            }
            if (progress.isDue()) {
                progress.show(control.show(chain));
            }
        }
        return runs(control, chain);
    }

    private static boolean runs(Control control, String chain) {
        return control.status().chains().stream()
                .anyMatch(running -> running.chain().equals(chain));
    }

    private int finish(Control control, String chain, boolean ours) throws Refused {
        List<Report> reports = new ArrayList<>();
        if (ours) {
            reports.add(control.stop(chain));
        } else {
            warn("chain " + chain + " was stopped by another command, which has its counters");
        }
        for (Status.Running other : control.status().chains()) {
            reports.add(control.stop(other.chain()));
        }
        print(reports);
        return reports.stream().anyMatch(report -> report.state() == Status.State.FAILED) ? FAILED : DONE;
    }

    private void print(List<Report> reports) {
        if (json) {
            setting().console().print(Json.page(reports.size() == 1 ? reports.getFirst() : reports));
            return;
        }
        for (int i = 0; i < reports.size(); i++) {
            if (i > 0) {
                setting().console().print("");
            }
            setting().console().print(ReportText.lines(reports.get(i), colours()));
        }
    }

    private void warn(String line) {
        setting().console().problem(new Problem(Problem.Severity.WARNING, "", 0, 0, "", line, ""));
    }

    /// Listens under the name that was given, else under the first of `main`, `main-2`, ... that is free.
    private ControlServer listen(Control control, CountDownLatch over) throws Refused {
        Setting setting = setting();
        if (!name.isEmpty()) {
            return ControlServer.listen(
                    setting.home().sockets().path(name),
                    name,
                    control,
                    over::countDown,
                    Limits.USUAL,
                    setting.log()::add);
        }
        for (int i = 1; i <= NAMES; i++) {
            String free = i == 1 ? USUAL_NAME : USUAL_NAME + "-" + i;
            Optional<ControlServer> server = ControlServer.listenIfFree(
                    setting.home().sockets().path(free),
                    free,
                    control,
                    over::countDown,
                    Limits.USUAL,
                    setting.log()::add);
            if (server.isPresent()) {
                return server.get();
            }
        }
        throw new Refused(Problem.error("all names from main to main-" + NAMES + " are taken", "give one with --name"));
    }
}
