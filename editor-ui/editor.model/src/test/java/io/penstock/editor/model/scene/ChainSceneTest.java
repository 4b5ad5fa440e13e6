// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chain.Chain;
import io.penstock.chain.Node;
import io.penstock.chain.PortSpec;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.scene.Element.Kind;
import io.penstock.editor.model.scene.Element.Line;
import io.penstock.editor.model.scene.Element.Output;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChainSceneTest {
    @Test
    void shouldPutPortsOnTheirSides() {
        Scene scene = ChainScene.of(Chains.office());
        assertThat(element(scene, "client").kind()).isEqualTo(Kind.CLIENT_PORT);
        assertThat(element(scene, "server").kind()).isEqualTo(Kind.SERVER_PORT);
        assertThat(element(scene, "fw").kind()).isEqualTo(Kind.FUNCTION);
    }

    @Test
    void shouldSayHowLargeTheChainIs() {
        assertThat(ChainScene.of(Chains.wire()).summary()).isEqualTo("2 ports · 0 functions · 1 wire");
    }

    @Test
    void shouldGiveBranchesAsOutputsAndNotAsSettings() {
        Element classifier = element(ChainScene.of(Chains.branches()), "cls");
        assertThat(classifier.outputs())
                .containsExactly(
                        new Output("web", "tcp port 80 or tcp port 443"),
                        new Output("dns", "udp port 53"),
                        new Output("rest", ""));
        assertThat(classifier.lines()).isEmpty();
        assertThat(classifier.icon()).isEqualTo(Icon.SPLIT);
    }

    @Test
    void shouldGiveAnOutputToAWireWhoseBranchIsNotDeclared() {
        Node node = Node.of("cls", "classifier", Map.of("branches", Map.of("web", "tcp")));
        Chain chain = Chains.chain(
                "c", List.of(port("a"), port("b")), List.of(node), "a -> cls", "cls.web -> b", "cls.late -> b");
        assertThat(element(ChainScene.of(chain), "cls").outputs())
                .containsExactly(new Output("web", "tcp"), new Output("late", ""));
    }

    @Test
    void shouldShowAMapThatNamesNoOutputAsSettings() {
        Node node = Node.of("x", "labels", Map.of("names", Map.of("web", "tcp")));
        Chain chain = Chains.chain("c", List.of(port("a"), port("b")), List.of(node), "a -> x -> b");
        Element element = element(ChainScene.of(chain), "x");
        assertThat(element.outputs()).containsExactly(new Output("", ""));
        assertThat(element.lines()).containsExactly(new Line("web", "tcp"));
    }

    @Test
    void shouldShowEachItemOfAListAndEachScalarWithItsName() {
        Scene scene = ChainScene.of(Chains.marked());
        assertThat(element(scene, "fw").lines())
                .startsWith(new Line("match", "tcp"), new Line("", "allow tcp port 80"));
        assertThat(element(scene, "bad").lines())
                .containsExactly(new Line("loss", "1.5"), new Line("delay", "20"), new Line("seed", "42"));
    }

    @Test
    void shouldSayAStateInWordsAndNotByColourAlone() {
        Element firewall = element(ChainScene.of(Chains.marked()), "fw");
        assertThat(firewall.marks())
                .extracting(Element.Mark::word)
                .containsExactly("observes", "fails open", "overrun: drop flow");
        assertThat(firewall.type()).isEqualTo("firewall 1.2");
        assertThat(firewall.spoken()).startsWith("fw: function firewall 1.2, observes, fails open");
    }

    @Test
    void shouldChooseTheSignByTheShapeOfTheProperties() {
        Scene scene = ChainScene.of(Chains.branches());
        assertThat(element(scene, "nat").icon()).isEqualTo(Icon.TAG);
        assertThat(element(scene, "fw").icon()).isEqualTo(Icon.RULES);
        assertThat(element(ChainScene.of(Chains.office()), "count").icon()).isEqualTo(Icon.PULSE);
        assertThat(element(ChainScene.of(Chains.marked()), "bad").icon()).isEqualTo(Icon.SLIDERS);
    }

    private static PortSpec port(String id) {
        return new PortSpec(id, "memory", Map.of());
    }

    private static Element element(Scene scene, String id) {
        return scene.elements().stream()
                .filter(element -> element.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
