// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// The editor's window on a display in memory, used by a pointer: how long it takes to come up, and how long a dragged
/// card is behind the pointer while 500 functions and 1,000 wires with changing values are in sight.
final class EditorBench implements Bench {
    private static final int STARTS = 5;
    private static final int STEPS = 300;
    private static final long MILLI = 1_000_000;
    private static final long PATIENCE = 60_000 * MILLI;

    @Override
    public String name() {
        return "editor";
    }

    @Override
    public String about() {
        return "the window at 1920x1080: its start; and 500 functions, 1,000 wires and live values under a dragged card";
    }

    @Override
    public List<Figure> run(Place place) throws Refused {
        try {
            List<Figure> figures = new ArrayList<>();
            starts(place, figures);
            large(place, figures);
            return figures;
        } catch (IOException e) {
            throw new Refused(Problem.error("the window cannot be measured: " + e.getMessage(), ""));
        }
    }

    private static Process editor(Place place, Screen screen, Path chain) throws IOException {
        Map<String, String> environment = Map.of(
                "PENSTOCK_BUILT", "1",
                "PENSTOCK_HOME", place.folder().resolve("home").toString(),
                "PENSTOCK_WINDOW", "",
                "GDK_BACKEND", "x11",
                "GTK_THEME", "Adwaita",
                "NO_AT_BRIDGE", "1");
        return screen.run(environment, List.of(place.root().resolve("penstock").toString(), "edit", chain.toString()));
    }

    /// The first start is not counted: it brings files into memory, and shows what a window looks like that is ready.
    private static void starts(Place place, List<Figure> figures) throws IOException, Refused {
        Path examples = place.root().resolve("examples");
        Files.copy(examples.resolve("office.pcapng"), place.folder().resolve("office.pcapng"));
        Path chain = Files.copy(
                examples.resolve("office-edge.chain.yaml"), place.folder().resolve("office-edge.chain.yaml"));
        double[] seconds = new double[STARTS];
        try (Screen screen = Screen.start(place.folder().resolve("first"))) {
            place.progress().accept("a first start");
            Process first = editor(place, screen, chain);
            Sight card = Sight.find(screen, first);
            pause(1_500);
            int[] ready = screen.sample();
            Screen.end(first);
            for (int i = 0; i < STARTS; i++) {
                place.progress().accept("start " + (i + 1) + " of " + STARTS);
                screen.awaitBlack();
                long begin = System.nanoTime();
                Process process = editor(place, screen, chain);
                awaitReady(screen, process, card, ready);
                seconds[i] = (System.nanoTime() - begin) / 1e9;
                Screen.end(process);
            }
        }
        figures.add(Figure.atMost("start_seconds", Rounds.median(seconds), "s", 2.5));
        figures.add(
                Figure.shown("start_seconds_most", Arrays.stream(seconds).max().orElseThrow(), "s", "less"));
    }

    /// A window is ready when a click on a card has selected it and all is there that was there the first time.
    private static void awaitReady(Screen screen, Process process, Sight card, int[] ready)
            throws IOException, Refused {
        long end = System.nanoTime() + PATIENCE;
        while (screen.pixel(card.x(), card.y()) != card.colour()) {
            check(screen, process, end);
            pause(1);
        }
        while (true) {
            card.click(screen);
            for (int i = 0; i < 400; i++) {
                if (card.isSelected(screen) && screen.resembles(ready)) {
                    return;
                }
                pause(1);
            }
            check(screen, process, end);
        }
    }

    static void check(Screen screen, Process process, long end) throws Refused {
        if (!process.isAlive()) {
            throw new Refused(Problem.error("the window's process ended: " + screen.complaints(), ""));
        }
        if (System.nanoTime() - end > 0) {
            throw new Refused(Problem.error("the window does not become ready", "look at it: penstock edit"));
        }
    }

    private static void large(Place place, List<Figure> figures) throws IOException, Refused {
        Path chain = LargeChain.write(place.folder());
        try (Screen screen = Screen.start(place.folder().resolve("second"));
                LargeChain.Traffic _ = new LargeChain.Traffic()) {
            place.progress().accept("500 functions and 1,000 wires");
            Process process = editor(place, screen, chain);
            Sight.find(screen, process);
            screen.await("xdotool", "getactivewindow", "windowsize", "100%", "1056", "windowmove", "0", "0");
            pause(2_000);
            screen.hand("key ctrl+0");
            pause(1_000);
            Sight card = Sight.find(screen, process);
            screen.hand("key F5");
            place.progress().accept("deploying");
            double changes = awaitLive(screen, process);
            place.progress().accept("dragging a card");
            double[] lags = drag(screen, card);
            figures.add(Figure.atMost("pointer_to_pixel_p95_ms", lags[lags.length * 95 / 100], "ms", 33));
            figures.add(Figure.shown("pointer_to_pixel_median_ms", Rounds.median(lags), "ms", "less"));
            figures.add(Figure.shown("pointer_to_pixel_most_ms", lags[lags.length - 1], "ms", "less"));
            figures.add(Figure.shown("value_changes_per_second", changes, "1/s", ""));
        }
    }

    /// Waits until what is shown changes by itself, and counts how often it does.
    private static double awaitLive(Screen screen, Process process) throws Refused {
        long end = System.nanoTime() + PATIENCE;
        while (true) {
            int changes = 0;
            for (int i = 0; i < 40; i++) {
                int[] before = screen.sample();
                pause(100);
                changes += Arrays.equals(before, screen.sample()) ? 0 : 1;
            }
            if (changes >= 4) {
                return changes / 4.0;
            }
            check(screen, process, end);
        }
    }

    /// Moves a card to and fro and waits each time until its edge has followed.
    ///
    /// @return milliseconds from the pointer's move to the changed pixels, sorted
    private static double[] drag(Screen screen, Sight card) throws IOException {
        Random random = new Random(1);
        double[] lags = new double[STEPS];
        int x = card.x();
        screen.hand("mousemove " + x + " " + card.y() + " mousedown 1");
        pause(100);
        for (int i = 0; i < STEPS; i++) {
            int step = 20 + random.nextInt(20);
            x += x > card.x() ? -step : step;
            lags[i] = card.follow(screen, x) / 1e6;
            pause(10 + random.nextInt(60));
        }
        screen.hand("mouseup 1");
        Arrays.sort(lags);
        return lags;
    }

    static void pause(long millis) {
        LockSupport.parkNanos(millis * MILLI);
    }
}
