// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.control.Update;
import io.penstock.chain.Chain;
import io.penstock.chain.Draft;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.live.Difference;
import io.penstock.editor.model.live.Rates;
import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.paint.Overlay.Ghost;
import io.penstock.editor.model.scene.Scene;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
    private Map<String, Point> places = Map.of();
    private @Nullable Basis basis;
    private Difference differs = Difference.NONE;
    private Optional<Values> values = Optional.empty();
    private List<Ghost> ghosts = List.of();
    private boolean stale;
    private boolean bits;
    private Optional<Step> step = Optional.empty();

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
        if (ran.isEmpty() || values.isEmpty()) {
            return known;
        }
        Basis now = basis(ran.get());
        if (!now.equals(basis)) {
            basis = now;
            differs = Difference.between(now.ran(), now.drawn());
            ghosts = differs.ghosts(places);
        }
        Values painted = values.get();
        if (!painted.fits(differs, bits)) {
            painted = Values.of(painted.rates(), differs, bits);
            values = Optional.of(painted);
        }
        return new Overlay.Known(known.badges(), painted.elements(), painted.wires(), stale, ghosts);
    }

    private Basis basis(Chain runs) {
        return new Basis(runs, runs() ? desk.editing().drawing().chain() : runs);
    }

    /// How what is drawn differs from what runs was worked out of these two.
    private record Basis(Chain ran, Chain drawn) {}

    /// Values as they are painted, which takes long for many.
    private record Values(
            Rates rates,
            Difference differs,
            boolean bits,
            Map<String, Overlay.Live> elements,
            Map<Scene.Link, Overlay.Live> wires) {
        static Values of(Rates rates, Difference differs, boolean bits) {
            return new Values(
                    rates,
                    differs,
                    bits,
                    rates.paintedElements(bits, differs.elements()),
                    rates.paintedWires(bits, differs.wires()));
        }

        @SuppressWarnings("ReferenceEquality") // what is the same is the same one
        boolean fits(Difference difference, boolean inBits) {
            return differs == difference && bits == inBits;
        }
    }

    /// Changes between packets and bits.
    void toggleBits() {
        bits = !bits;
        tell();
    }

    /// One thing that a deployment does.
    private enum Step {
        CHECK(1),
        RUN(2);

        private final int number;

        Step(int number) {
            this.number = number;
        }

        String words() {
            String name = name().toLowerCase(Locale.ROOT);
            return Texts.say("deploying", number, values().length, Texts.say("deploying." + name));
        }
    }

    /// How what is drawn differs from what runs; empty where nothing runs.
    Optional<Difference> difference() {
        return runs() && values.isPresent() ? Optional.of(differs) : Optional.empty();
    }

    /// New counters and what follows from them. At the end of the input the totals are shown, until then what flows in
    /// a second.
    private record Seen(Report report, Values values) {
        static Seen of(Chain ran, Optional<Report> before, Report now, Difference differs, boolean bits) {
            boolean over = now.state() != Status.State.RUNNING;
            Rates rates = over || before.isEmpty() ? Rates.totals(ran, now) : Rates.between(ran, before.get(), now);
            return new Seen(now, Values.of(rates, differs, bits));
        }
    }

    private void take(Seen seen) {
        values = Optional.of(seen.values());
        report = Optional.of(seen.report());
        places = new HashMap<>(places);
        places.putAll(desk.editing().drawing().places());
    }

    /// The chain that runs; until more is known, the one that is drawn.
    private Chain runs(Optional<Chain> known) {
        Chain chain = known.orElseGet(() -> desk.editing().drawing().chain());
        ran = Optional.of(chain);
        return chain;
    }

    /// A chain of this name may run already, in another process, and be another than the one that is drawn.
    private void adopt() {
        String name = desk.editing().drawing().chain().name();
        desk.ask(
                control -> control.status().chains().stream()
                                .anyMatch(one -> one.chain().equals(name))
                        ? Optional.of(control.running(name))
                        : Optional.<ChainRequest>empty(),
                found -> found.filter(_ -> chain.isEmpty()).ifPresent(request -> {
                    ran = parsed(request);
                    begin(name);
                }),
                _ -> {});
    }

    private static Optional<Chain> parsed(ChainRequest request) {
        try {
            return Optional.of(Draft.parse(request.file(), request.text()).chain());
        } catch (Refused unreadable) {
            return Optional.empty();
        }
    }

    boolean runs() {
        return chain.isPresent();
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

    /// Deploys the chain, its ports replaced for this run where some are named: checks it, and puts to work what has
    /// changed.
    void deploy(ChainRequest request) {
        if (step.isPresent()) {
            return;
        }
        Chain drawn = desk.editing().drawing().chain();
        at(Step.CHECK);
        desk.ask(
                control -> control.check(request),
                found -> found.stream()
                        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                        .findFirst()
                        .ifPresentOrElse(error -> failed(new Refused(error)), () -> run(request, drawn)),
                this::failed);
    }

    private void run(ChainRequest request, Chain drawn) {
        at(Step.RUN);
        desk.ask(
                control -> control.swap(request, Manner.USUAL),
                done -> {
                    step = Optional.empty();
                    ran = Optional.of(drawn);
                    values = Optional.empty();
                    report = Optional.empty();
                    places = Map.of();
                    desk.say(told(drawn.name(), done));
                    begin(drawn.name());
                },
                this::failed);
    }

    private static String told(String name, Update done) {
        Optional<Update.ChainSwap> swap = done.chains().stream().findFirst();
        return swap.map(one -> Texts.say(
                        "deployed.again", name, one.nodes().size(), String.join(", ", one.nodes()), one.sessions()))
                .orElseGet(() -> Texts.say("deployed", name));
    }

    private void at(Step now) {
        step = Optional.of(now);
        desk.say(now.words());
        tell();
    }

    private void failed(Refused refused) {
        step = Optional.empty();
        desk.say(refused.problems().getFirst().oneLine());
        tell();
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
                    take(Seen.of(runs(ran), report, end, differs, bits));
                    chain = Optional.empty();
                    stale = false;
                    desk.say(Texts.say("stopped", name));
                    tell();
                },
                refused -> desk.say(refused.problems().getFirst().oneLine())));
    }

    private void look() {
        // What takes time is done where nobody waits for it.
        Chain runs = runs(ran);
        Optional<Report> before = report;
        Difference differing = differs;
        boolean inBits = bits;
        chain.ifPresent(name -> desk.ask(
                control -> Seen.of(runs, before, control.show(name), differing, inBits),
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
        if (step.isPresent()) {
            return step.get().words();
        }
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
