// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Wires and what hangs on them, by pointer and by keys; what mends a problem; what a node only observes.
class HandworkTest {
    @RegisterExtension
    private final Seat seat = new Seat("1440x900");

    private Person person;
    private Path chain;

    @BeforeEach
    void sit() throws IOException {
        person = seat.person();
        chain = seat.office();
    }

    private void drop(String entry, int x, int y) {
        Thing thing = person.see("list item", entry);
        person.drag(thing.middleX(), thing.middleY(), x, y);
    }

    @Test
    void shouldInsertIntoAWireOfferWhatFitsAndSayWhyNot() throws IOException {
        seat.open(chain);
        Thing wire = person.see("list item", "fw -> count");
        drop("Counter", wire.middleX(), wire.middleY());
        person.see("list item", "fw -> counter");
        person.see("list item", "counter -> count");
        person.miss("the wire that was there", thing -> thing.name().equals("fw -> count"));
        person.keys("ctrl+shift+l");
        Thing canvas = person.see("list", "Chain");
        drop("Impair", canvas.x() + 200, canvas.y() + canvas.height() - 80);
        Thing impair = person.still("list item", "impair");
        int end = impair.x() + impair.width();
        person.drag(end, impair.middleY(), end + 160, impair.middleY());
        person.choose("Counter");
        person.see("list item", "impair -> counter-2");
        Thing second = person.still("list item", "counter-2");
        impair = person.see("list item", "impair");
        person.drag(second.x() + second.width(), second.middleY(), impair.middleX(), impair.middleY());
        person.see(
                "why not", thing -> thing.role().equals("label") && thing.name().contains("cycle"));
        person.click(second);
        person.seeSelected("counter-2");
        person.keys("w", "Right", "Return");
        person.see(
                "a wire to the next one",
                thing -> thing.role().equals("list item") && thing.name().startsWith("counter-2 -> "));
    }

    @Test
    void shouldMendAProblemByItsQuickFix() throws IOException {
        Files.writeString(chain, Files.readString(chain).replace("type: counter", "type: conter"));
        seat.open(chain);
        person.click(person.still(
                "the problem",
                thing -> thing.role().equals("table cell") && thing.name().contains("conter")));
        person.see(
                "its node, selected",
                thing -> thing.role().equals("list item") && thing.name().equals("count") && thing.is("selected"));
        person.keys("ctrl+Return");
        person.seeStarting("Nothing is wrong with this chain");
        person.see(
                "another function",
                thing -> thing.name().equals("count") && thing.description().contains("function counter"));
        person.keys("ctrl+z");
        person.seeStarting("Problems (1)");
    }

    @Test
    void shouldOnlyObserveWhereItIsSwitchedOn() throws IOException {
        seat.open(chain);
        person.keys("F5");
        Thing counts = person.see("the end", thing -> thing.name().startsWith("Input ended"));
        assertThat(counts.name()).doesNotContain(" 0 dropped");
        person.click(person.see("list item", "fw"));
        Thing observe = person.see(
                "the switch",
                thing -> thing.role().equals("check box") && thing.name().equals("Observe"));
        person.keys("ctrl+shift+f");
        person.tabTo("the switch", thing -> thing.role().equals("check box"));
        person.keys("space");
        assertThat(observe.shows()).isTrue();
        person.see("a change", thing -> thing.name().equals("Changes (1)"));
        person.keys("F5");
        person.see("the end", thing -> thing.name().matches("Input ended .* 0 dropped .*"));
        person.see(
                "what would have been dropped",
                thing -> thing.name().equals("fw") && thing.description().matches(".*only observed: \\d+ denied.*"));
    }
}
