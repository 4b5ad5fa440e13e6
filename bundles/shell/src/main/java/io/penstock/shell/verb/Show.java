// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.shell.Interrupts;
import io.penstock.shell.Setting;
import io.penstock.shell.json.Json;
import io.penstock.shell.remote.RemoteControl;
import io.penstock.shell.text.Lists;
import io.penstock.shell.text.ReportText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what a dataplane counts and holds, or what is installed.
@Command(
        name = "show",
        description = "Show counters, sessions or ports of a running dataplane, or the functions and layers installed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock show                      counters of the dataplane that runs",
            "  penstock show sessions --on edge   its open sessions, the latest first",
            "  penstock show --watch              every second, until Ctrl-C",
            "  penstock show functions            what a chain may use",
            "  penstock show bundles              what was installed, and the versions kept for the way back"
        })
final class Show extends Verb {
    private static final String CLEAR = "\u001b[H\u001b[2J";

    /// What can be shown.
    enum What {
        COUNTERS,
        SESSIONS,
        FUNCTIONS,
        LAYERS,
        PORTS,
        RUNTIME,
        BUNDLES;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The words for what can be shown, for completion and for messages.
    static final class Words implements Iterable<String>, CommandLine.ITypeConverter<What> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(What.values()).map(What::word).iterator();
        }

        @Override
        public What convert(String word) {
            return Stream.of(What.values())
                    .filter(what -> what.word().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new CommandLine.TypeConversionException(
                            "\"" + word + "\" cannot be shown, only " + String.join(", ", this)));
        }
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            converter = Words.class,
            completionCandidates = Words.class,
            description = "counters (if nothing is said), sessions, ports, runtime, functions, layers or bundles.")
    private What what = What.COUNTERS;

    @Option(names = "--on", paramLabel = "NAME", description = "The dataplane; needed when several run.")
    private String on = "";

    @Option(names = "--chain", paramLabel = "NAME", description = "Only this chain of it.")
    private String chain = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many sessions of each chain (50).")
    private int limit = 50;

    @Option(names = "--watch", description = "Show it again every second, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--json", description = "Print one JSON document; with --watch one a line.")
    private boolean json;

    Show(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        if (limit < 1) {
            throw new Refused(Problem.error("--limit " + limit + " shows nothing", "give a number above 0"));
        }
        boolean installed = what == What.FUNCTIONS || what == What.LAYERS || what == What.BUNDLES;
        if (installed && on.isEmpty() && setting().on().isEmpty()) {
            show(setting().services().control());
            return DONE;
        }
        try (RemoteControl remote = setting().connect(named(on))) {
            if (watch) {
                watch(remote.control());
            } else {
                show(remote.control());
            }
        }
        return DONE;
    }

    private void watch(Control control) throws Refused {
        CountDownLatch over = new CountDownLatch(1);
        try (Interrupts.Guard _ = setting().interrupts().on(over::countDown)) {
            boolean more = true;
            while (more) {
                if (setting().console().isTerminal() && !json) {
                    setting().console().out().print(CLEAR);
                }
                show(control);
                more = isRunning(control) && !over.await(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isRunning(Control control) {
        return control.status().chains().stream().anyMatch(running -> running.state() == Status.State.RUNNING);
    }

    private void show(Control control) throws Refused {
        switch (what) {
            case FUNCTIONS -> print(control.functions(), Lists.functions(control.functions(), colours()));
            case LAYERS -> print(control.layers(), Lists.layers(control.layers(), colours()));
            case BUNDLES -> print(control.installed(), Lists.bundles(control.installed(), colours()));
            case SESSIONS -> sessions(control);
            case COUNTERS -> reports(control, false);
            case PORTS -> reports(control, true);
            case RUNTIME -> runtime(control);
        }
    }

    private void reports(Control control, boolean ports) throws Refused {
        List<Report> reports = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String name : chains(control)) {
            Report report = control.show(name);
            reports.add(report);
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(ports ? ReportText.ports(report, colours()) : ReportText.lines(report, colours()));
        }
        print(reports, lines.isEmpty() ? List.of("no chain runs; deploy one: penstock deploy CHAIN") : lines);
    }

    private void runtime(Control control) throws Refused {
        Map<String, Control.Work> all = new LinkedHashMap<>();
        for (String name : chains(control)) {
            all.put(name, control.work(name));
        }
        print(all, Lists.work(all, colours()));
    }

    private void sessions(Control control) throws Refused {
        Map<String, List<Control.SessionRow>> all = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (String name : chains(control)) {
            List<Control.SessionRow> sessions = control.sessions(name, limit);
            all.put(name, sessions);
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(Lists.sessions(sessions, colours()));
            long open = control.show(name).sessions().open();
            if (open > sessions.size()) {
                lines.add("... " + (open - sessions.size()) + " more; see them with --limit " + open);
            }
        }
        print(all, lines);
    }

    private List<String> chains(Control control) throws Refused {
        List<String> running =
                control.status().chains().stream().map(Status.Running::chain).toList();
        Optional<String> wanted = named(chain);
        if (wanted.isPresent() && !running.contains(wanted.get())) {
            String names = running.isEmpty() ? "none" : String.join(", ", running);
            throw new Refused(
                    Problem.error("no chain called \"" + chain + "\" runs there", "those that run: " + names));
        }
        return wanted.map(List::of).orElse(running);
    }

    private void print(Object document, List<String> lines) {
        if (json) {
            setting().console().print(watch ? Json.line(document) : Json.page(document));
        } else {
            setting().console().print(lines);
        }
    }
}
