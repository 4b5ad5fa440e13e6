// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.chain.Chain;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.live.Difference;
import io.penstock.editor.model.live.Rates;
import io.penstock.editor.model.paint.Overlay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.swt.widgets.Display;
import org.jspecify.annotations.Nullable;

/// The chain as it runs: put to work, stopped, and watched twice a second. Values are old once the dataplane does not
/// answer any more, and are shown as old.
final class Running {
    private static final int EVERY_MILLIS = 500;

    private final Desk desk;
    private final List<Runnable> listeners = new ArrayList<>();
    private final Runnable look = this::look;
    private Optional<String> chain = Optional.empty();
    private Optional<Report> report = Optional.empty();
    private Optional<Chain> ran = Optional.empty();
    private Optional<Rates> rates = Optional.empty();
    private Map<String, Point> places = Map.of();
    private @Nullable Basis basis;
    private Overlay.Known shown = Overlay.Known.NOTHING;
    private String deployed = "";
    private boolean stale;
    private boolean busy;

    Running(Desk desk) {
        this.desk = desk;
        desk.watch(this::seen);
        adopt();
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    private void tell() {
        List.copyOf(listeners).forEach(Runnable::run);
        desk.refresh();
    }

    /// What the canvas shows beside the drawing: what flows, and how the drawing differs from what runs.
    private Overlay.Known seen(Overlay.Known known) {
        if (ran.isEmpty() || rates.isEmpty()) {
            return known;
        }
        Basis now = new Basis(
                rates.get(), ran.get(), runs() ? desk.editing().drawing().chain() : ran.get(), stale);
        if (!now.equals(basis)) {
            basis = now;
            Difference difference = Difference.between(now.ran(), now.drawn());
            shown = new Overlay.Known(
                    Map.of(),
                    now.rates().paintedElements(false, difference.elements()),
                    now.rates().paintedWires(false, difference.wires()),
                    stale,
                    difference.ghosts(places));
        }
        return shown.with(known.badges());
    }

    /// What is shown was worked out of this.
    private record Basis(Rates rates, Chain ran, Chain drawn, boolean stale) {}

    /// Takes new counters. At the end of the input the totals are shown, until then what flows in a second.
    private void take(Report now) {
        Chain chain = ran.orElseGet(() -> desk.editing().drawing().chain());
        ran = Optional.of(chain);
        places = new HashMap<>(places);
        places.putAll(desk.editing().drawing().places());
        boolean over = now.state() != Status.State.RUNNING;
        rates = Optional.of(
                over || report.isEmpty() ? Rates.totals(chain, now) : Rates.between(chain, report.get(), now));
        report = Optional.of(now);
    }

    /// A chain of this name may run already, in another process.
    private void adopt() {
        String name = desk.editing().drawing().chain().name();
        desk.ask(
                control -> control.status().chains().stream()
                        .anyMatch(one -> one.chain().equals(name)),
                found -> {
                    if (found && chain.isEmpty()) {
                        begin(name);
                    }
                },
                _ -> {});
    }

    boolean runs() {
        return chain.isPresent();
    }

    /// What was deployed last, as text; empty where nothing was.
    String deployed() {
        return deployed;
    }

    Optional<Report> report() {
        return report;
    }

    boolean stale() {
        return stale;
    }

    void deploy() {
        deploy(desk.request());
    }

    /// Deploys the chain, its ports replaced for this run where some are named.
    void deploy(ChainRequest request) {
        if (busy) {
            return;
        }
        busy = true;
        Chain drawn = desk.editing().drawing().chain();
        desk.say(Texts.say("deploying"));
        desk.ask(
                control -> control.deploy(request),
                running -> {
                    busy = false;
                    deployed = request.text();
                    ran = Optional.of(drawn);
                    rates = Optional.empty();
                    report = Optional.empty();
                    places = Map.of();
                    desk.say(Texts.say("deployed", running.chain()));
                    begin(running.chain());
                },
                refused -> {
                    busy = false;
                    desk.say(refused.problems().getFirst().oneLine());
                    tell();
                });
    }

    private void begin(String name) {
        chain = Optional.of(name);
        stale = false;
        look();
    }

    void stop() {
        chain.ifPresent(name -> desk.ask(
                control -> control.stop(name),
                end -> {
                    chain = Optional.empty();
                    stale = false;
                    take(end);
                    desk.say(Texts.say("stopped", name));
                    tell();
                },
                refused -> desk.say(refused.problems().getFirst().oneLine())));
    }

    private void look() {
        chain.ifPresent(name -> desk.ask(
                control -> control.show(name),
                found -> {
                    if (runs()) {
                        stale = false;
                        take(found);
                        tell();
                        again();
                    }
                },
                _ -> {
                    // Asked before it was stopped, answered after: nothing is lost.
                    if (runs()) {
                        stale = true;
                        tell();
                        again();
                    }
                }));
    }

    private static Display display() {
        return Display.getCurrent();
    }

    private void again() {
        if (runs()) {
            display().timerExec(EVERY_MILLIS, look);
        }
    }

    /// What it is doing, in one line.
    String inWords() {
        if (report.isEmpty()) {
            return Texts.say("not.running");
        }
        Report now = report.get();
        String state = stale
                ? Texts.say("lost")
                : Texts.say(runs() ? now.state() == Status.State.ENDED ? "input.ended" : "running" : "stopped.state");
        return Texts.say(
                "counts",
                state,
                now.in(),
                now.out(),
                now.dropped(),
                now.sessions().open());
    }

    /// The ports of a chain that all read one capture.
    static Map<String, String> reading(List<String> ports, String capture) {
        Map<String, String> replaced = new HashMap<>();
        ports.forEach(port -> replaced.put(port, "pcap:" + capture));
        return replaced;
    }
}
