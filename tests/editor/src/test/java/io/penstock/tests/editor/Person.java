// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Looks at the screen as assistive technology does, and uses a real pointer and keyboard.
final class Person {
    static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long LOOK_MILLIS = 80;

    private final Desktop desktop;
    private final Path eyes;

    Person(Desktop desktop, Path folder) throws IOException {
        this.desktop = desktop;
        eyes = folder.resolve("eyes.py");
        try (var script = Person.class.getResourceAsStream("eyes.py")) {
            Files.copy(java.util.Objects.requireNonNull(script), eyes, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// All that is on the screen.
    List<Thing> look() {
        return desktop.tell("/usr/bin/python3", eyes.toString())
                .lines()
                .map(Thing::of)
                .toList();
    }

    Optional<Thing> glance(Predicate<Thing> wanted) {
        return look().stream().filter(wanted).findFirst();
    }

    /// Waits until something is to be seen.
    Thing see(String what, Predicate<Thing> wanted) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        List<Thing> things = List.of();
        while (System.nanoTime() - end < 0) {
            things = look();
            for (Thing thing : things) {
                if (wanted.test(thing)) {
                    return thing;
                }
            }
            pause(LOOK_MILLIS);
        }
        throw new AssertionError("not seen within " + PATIENCE_NANOS / 1_000_000_000 + " s: " + what
                + "; seen, last first: "
                + String.join(
                        "\n  ",
                        things.reversed().stream()
                                .filter(thing -> thing.shows()
                                        && (!thing.name().isEmpty()
                                                || !thing.text().isEmpty()))
                                .map(Thing::brief)
                                .toList())
                + "\n" + desktop.log("dbus") + desktop.log("editor") + desktop.log("home/log/penstock"));
    }

    /// Waits for something with a role and a name.
    Thing see(String role, String name) {
        return see(
                role + " " + name,
                thing -> thing.role().equals(role) && thing.name().equals(name) && thing.shows());
    }

    /// Waits until something has come to rest: seen twice at the same place. What was asked for before has been done by
    /// then, so that a pointer that is sent there finds it, on a slow machine too.
    Thing still(String role, String name) {
        return still(
                role + " " + name,
                thing -> thing.role().equals(role) && thing.name().equals(name) && thing.shows());
    }

    Thing still(String what, Predicate<Thing> wanted) {
        Thing before = see(what, wanted);
        Thing now = see(what, wanted);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!now.isWhere(before)) {
            assertThat(System.nanoTime() - end).as("does not rest: " + what).isNegative();
            before = now;
            now = see(what, wanted);
        }
        return now;
    }

    /// Takes something from a menu that has come up.
    void choose(String item) {
        Predicate<Thing> offered =
                thing -> thing.role().equals("menu item") && thing.name().equals(item) && thing.shows();
        click(still("menu item " + item, offered));
        miss("the menu with " + item, offered);
    }

    /// Goes on with Tab, a step at a time, until something is at the keyboard.
    void tabTo(String what, Predicate<Thing> wanted) {
        for (int steps = 0; !focused().stream().anyMatch(wanted); steps++) {
            assertThat(steps).as("steps to " + what).isLessThan(60);
            keys("Tab");
        }
    }

    /// What is at the keyboard, when that has come to rest.
    private List<Thing> focused() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        List<Thing> before;
        List<Thing> now = lookAtFocus();
        do {
            assertThat(System.nanoTime() - end).as("the keyboard does not rest").isNegative();
            before = now;
            now = lookAtFocus();
        } while (!now.equals(before));
        return now;
    }

    private List<Thing> lookAtFocus() {
        return look().stream().filter(thing -> thing.is("focused")).toList();
    }

    /// Waits until an editor has a window, knows what is installed, and gets what is typed.
    void seeEditor() {
        see("list item", "Firewall");
        see("a window at the keyboard", thing -> thing.role().equals("frame") && thing.is("active"));
    }

    /// Waits for words, whatever follows them.
    void seeStarting(String words) {
        see(words, thing -> thing.name().startsWith(words));
    }

    /// Waits until something on the canvas is selected.
    void seeSelected(String name) {
        see(
                name + ", selected",
                thing -> thing.role().equals("list item") && thing.name().equals(name) && thing.is("selected"));
    }

    /// Waits for a window whose title begins so, and which gets what is typed.
    void seeTitle(String words) {
        see(
                "a window at the keyboard called " + words,
                thing -> thing.role().equals("frame") && thing.name().startsWith(words) && thing.is("active"));
    }

    /// Waits for a question whose first answer is this one, and which gets what is typed.
    void seeQuestion(String answer) {
        see(
                "a question at the keyboard: " + answer,
                thing -> thing.role().equals("push button") && thing.name().equals(answer) && thing.is("focused"));
    }

    /// Waits for the field of a form under its label.
    Thing field(String label) {
        return field(label, _ -> true);
    }

    private Thing field(String label, Predicate<Thing> wanted) {
        return see(
                "a field under " + label,
                thing -> thing.role().equals("text")
                        && thing.name().equals(label)
                        && thing.shows()
                        && wanted.test(thing));
    }

    /// Types a value into a field of an element's form, in the place of what stands there.
    void set(String element, String field, String value) {
        click(still("list item", element));
        seeSelected(element);
        click(field(field));
        keys("ctrl+a");
        String[] lines = value.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                keys("Return");
            }
            type(lines[i]);
        }
        field(field, typed -> typed.text().replace("\\n", "\n").strip().equals(value));
    }

    /// Whether something is to be seen; twice nothing is nothing, as one look may come while it is made anew.
    boolean sees(Predicate<Thing> wanted) {
        return glance(wanted).isPresent() || look().stream().anyMatch(wanted);
    }

    /// Waits until something is no longer to be seen.
    void miss(String what, Predicate<Thing> unwanted) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (sees(unwanted)) {
            assertThat(System.nanoTime() - end).as("still there: " + what).isNegative();
            pause(LOOK_MILLIS);
        }
    }

    void pointAt(int x, int y) {
        desktop.tell("xdotool", "mousemove", "--sync", String.valueOf(x), String.valueOf(y));
    }

    void click(Thing thing) {
        click(thing.middleX(), thing.middleY());
    }

    /// Clicks on a screen where a unit of the toolkit is several pixels.
    void click(Thing thing, int scale) {
        click(thing.middleX() * scale, thing.middleY() * scale);
    }

    void click(int x, int y) {
        pointAt(x, y);
        desktop.tell("xdotool", "click", "1");
    }

    void doubleClick(Thing thing) {
        pointAt(thing.middleX(), thing.middleY());
        desktop.tell("xdotool", "click", "--repeat", "2", "--delay", "60", "1");
    }

    /// Drags in steps, as a hand does.
    void drag(int fromX, int fromY, int toX, int toY) {
        carry(fromX, fromY, toX, toY);
        letGo();
    }

    /// Drags and does not let go.
    void carry(int fromX, int fromY, int toX, int toY) {
        pointAt(fromX, fromY);
        desktop.tell("xdotool", "mousedown", "1");
        for (int step = 1; step <= 8; step++) {
            pointAt(fromX + (toX - fromX) * step / 8, fromY + (toY - fromY) * step / 8);
            pause(25);
        }
        pause(60);
    }

    void letGo() {
        desktop.tell("xdotool", "mouseup", "1");
    }

    void keys(String... keys) {
        for (String key : keys) {
            desktop.tell("xdotool", "key", "--clearmodifiers", key);
            pause(40);
        }
    }

    void type(String text) {
        desktop.tell("xdotool", "type", "--delay", "12", text);
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
