// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Explanation;
import io.penstock.api.control.Why;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.scene.Scene.Link;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void shouldWalkAPacketAlongTheWires() {
        Why why = new Why(
                "udp 10.0.0.1:5353 > 192.0.2.7:54",
                List.of(
                        new Why.Step("port lan", "enters", ""),
                        new Why.Step("parse", "ip, udp", ""),
                        new Why.Step("node cls", "branch rest", "pass"),
                        new Why.Step("node fw", "asked", "drop (denied)")),
                false,
                "",
                "fw",
                "denied",
                "policy");
        WhyView view = WhyView.of(why, Chains.branches());
        assertThat(view.verdict()).isEqualTo("fw drops it: denied, by policy");
        assertThat(view.trace().elements()).containsExactly("lan", "cls", "fw");
        assertThat(view.trace().links()).containsExactly(new Link("lan", "", "cls"), new Link("cls", "rest", "fw"));
        assertThat(view.trace().end()).contains("fw");
        assertThat(view.steps()).extracting(WhyView.Step::element).containsExactly("lan", "", "cls", "fw");
    }

    @Test
    void shouldFollowAnAnswerAgainstTheDirectionOfTheWires() {
        Why why = new Why(
                "x",
                List.of(new Why.Step("port wan", "enters", ""), new Why.Step("node nat", "asked", "pass")),
                true,
                "lan",
                "",
                "",
                "");
        WhyView view = WhyView.of(why, Chains.branches());
        assertThat(view.passed()).isTrue();
        assertThat(view.verdict()).isEqualTo("it leaves by lan");
        assertThat(view.trace().links()).containsExactly(new Link("nat", "", "wan"));
        assertThat(view.trace().end()).isEmpty();
    }

    @Test
    void shouldShowWhoAskedForWhat() {
        Explanation plan = new Explanation(
                "branch-edge",
                List.of(new Explanation.Condition("tcp port 80", List.of("cls.web", "fw rule 2"))),
                List.of(new Explanation.Path(
                        "lan", "wan", List.of("cls.web", "ids", "fw", "nat"), "cls.web: tcp port 80")),
                List.of(new Explanation.Field(0, 64, "key", "platform"), new Explanation.Field(64, 4, "count", "ids")),
                68,
                List.of(new Explanation.LayerUse("tcp", "track", List.of("nat: ports"))),
                "stamps",
                "1 worker",
                new Explanation.Alone(4, 1, 3, 1, 2, 1, 1),
                List.of("fw: rule 3 never decides"));
        PlanView view = PlanView.of(plan, Chains.branches());
        assertThat(view.sections().getFirst().rows().getFirst().owners()).containsExactlyInAnyOrder("cls", "fw");
        PlanView.Row path = view.sections().get(1).rows().getFirst();
        assertThat(path.text()).isEqualTo("lan -> cls.web -> ids -> fw -> nat -> wan");
        assertThat(path.trace().orElseThrow().links()).hasSize(5);
        assertThat(view.record()).extracting(PlanView.Block::owner).containsExactly("", "ids");
        assertThat(view.savings())
                .containsExactly(
                        "one packet is classified 1 times at the most; each function alone would do it 3 times",
                        "one packet is looked up 1 times; each function alone would do it 2 times");
    }
}
