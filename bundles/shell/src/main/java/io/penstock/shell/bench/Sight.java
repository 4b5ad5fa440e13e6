// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Refused;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/// A card on the screen as one who looks sees it: selected, it has an edge in the colour of what is selected.
///
/// @param x of a place inside
/// @param y of the same place, where no line that shows what stands in line runs
/// @param row in which its upright edges are looked for
/// @param colour of that place
record Sight(int x, int y, int row, int colour) {
    /// What is selected on a light ground.
    private static final int SELECTED = 0x3355d8;
    private static final int NEAR = 24;
    private static final int MIDDLE_X = Screen.WIDTH * 45 / 100;
    private static final int MIDDLE_Y = Screen.HEIGHT * 44 / 100;
    private static final int MOST_CLICKS = 100;
    private static final int REACH = 220;
    private static final int LEAST = 4;
    private static final long LOST = 2_000_000_000L;

    /// Clicks here and there, from the middle of the canvas outwards, until a card is selected.
    static Sight find(Screen screen, Process process) throws IOException, Refused {
        long end = System.nanoTime() + 60_000_000_000L;
        while (screen.pixel(MIDDLE_X, MIDDLE_Y) == 0) {
            EditorBench.check(screen, process, end);
            EditorBench.pause(5);
        }
        for (int round = 0; ; round++) {
            double angle = 2.4 * (round % MOST_CLICKS);
            double far = 9 * Math.sqrt(round % MOST_CLICKS);
            int x = MIDDLE_X + (int) (2 * far * Math.cos(angle));
            int y = MIDDLE_Y + (int) (far * Math.sin(angle));
            EditorBench.check(screen, process, end);
            screen.hand("mousemove " + x + " " + y + " click 1");
            EditorBench.pause(250);
            OptionalInt row = edges(screen, x, y);
            if (row.isPresent()) {
                return new Sight(x, y, row.getAsInt(), screen.pixel(x, y));
            }
        }
    }

    /// A row near a place in which an edge stands on both sides, straight up for a while.
    private static OptionalInt edges(Screen screen, int x, int y) {
        for (int row = y - 4; row <= y + 4; row++) {
            OptionalInt left = edge(screen, row, x, -1);
            OptionalInt right = edge(screen, row, x, 1);
            if (left.isPresent()
                    && right.isPresent()
                    && isUpright(screen, left.getAsInt(), row)
                    && isUpright(screen, right.getAsInt(), row)) {
                return OptionalInt.of(row);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isUpright(Screen screen, int x, int row) {
        return isSelected(screen.pixel(x, row - LEAST)) && isSelected(screen.pixel(x, row + LEAST));
    }

    private static OptionalInt edge(Screen screen, int row, int from, int way) {
        for (int x = from; Math.abs(x - from) < REACH && x >= 0 && x < Screen.WIDTH; x += way) {
            if (isSelected(screen.pixel(x, row))) {
                return OptionalInt.of(x);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isSelected(int pixel) {
        return Math.abs((pixel >> 16 & 0xff) - (SELECTED >> 16 & 0xff)) < NEAR
                && Math.abs((pixel >> 8 & 0xff) - (SELECTED >> 8 & 0xff)) < NEAR
                && Math.abs((pixel & 0xff) - (SELECTED & 0xff)) < NEAR;
    }

    void click(Screen screen) throws IOException {
        screen.hand("mousemove " + x + " " + y + " click 1");
    }

    boolean isSelected(Screen screen) {
        return edges(screen, x, y).isPresent();
    }

    /// Moves the pointer, which holds the card, and waits until the card's left edge has come after it.
    ///
    /// @return nanoseconds; those after which the pointer counts as lost where it has not
    long follow(Screen screen, int to) throws IOException {
        int before = left(screen);
        long begin = System.nanoTime();
        screen.hand("mousemove " + to + " " + y);
        while (System.nanoTime() - begin < LOST) {
            int now = left(screen);
            if (now > 0 && Math.abs(now - before) >= LEAST) {
                return System.nanoTime() - begin;
            }
            LockSupport.parkNanos(100_000);
        }
        return LOST;
    }

    private int left(Screen screen) {
        for (int at = Math.max(0, x - REACH); at < x + REACH; at++) {
            if (isSelected(screen.pixel(at, row))) {
                return at;
            }
        }
        return 0;
    }
}
