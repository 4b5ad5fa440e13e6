// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.penstock.chain.End;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.geometry.Guide;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.geometry.Viewport;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.paint.Draughting;
import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.paint.Overlay.Badge;
import io.penstock.editor.model.paint.Picture;
import io.penstock.editor.model.scene.ChainScene;
import io.penstock.editor.model.scene.Scene;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.view.Walk.Way;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final Scene SCENE = ChainScene.of(Chains.branches());
    private static final Picture PICTURE =
            new Draughting().picture(SCENE, Draughting.arranged(SCENE).places());

    private static Card card(String id) {
        return PICTURE.card(id).orElseThrow();
    }

    @Test
    void shouldKeepThePlaceUnderThePointerWhenItZooms() {
        Viewport view = new Viewport(1, 100, -40);
        Point pointer = new Point(321, 123);
        Point before = view.toDrawing(pointer);
        for (int i = 0; i < 7; i++) {
            view = view.zoomed(Viewport.STEP, pointer);
        }
        assertThat(view.toDrawing(pointer).x()).isCloseTo(before.x(), within(1e-9));
        assertThat(view.toDrawing(pointer).y()).isCloseTo(before.y(), within(1e-9));
        assertThat(view.zoomed(1000, pointer).zoom()).isEqualTo(Viewport.MOST);
        assertThat(view.zoomed(0, pointer).zoom()).isEqualTo(Viewport.LEAST);
    }

    @Test
    void shouldFitEverythingIntoTheMiddle() {
        Rect area = new Rect(-300, 50, 3000, 400);
        Viewport view = Viewport.fit(area, 1000, 600, 40);
        Rect seen = view.toWindow(area);
        assertThat(seen.x()).isCloseTo(40, within(0.01));
        assertThat(seen.right()).isCloseTo(960, within(0.01));
        assertThat(seen.y() + seen.height() / 2).isCloseTo(300, within(0.01));
        assertThat(Viewport.fit(new Rect(0, 0, 10, 10), 1000, 600, 40).zoom()).isEqualTo(1);
    }

    @Test
    void shouldRevealWithTheLeastMotion() {
        Viewport view = new Viewport(1, 0, 0);
        assertThat(view.revealing(new Rect(100, 100, 50, 50), 800, 600, 20)).isEqualTo(view);
        assertThat(view.revealing(new Rect(900, 100, 50, 50), 800, 600, 20)).isEqualTo(new Viewport(1, 170, 0));
        assertThat(view.revealing(new Rect(-90, -70, 50, 50), 800, 600, 20)).isEqualTo(new Viewport(1, -110, -90));
    }

    @Test
    void shouldTellWhatIsUnderThePointer() {
        Card cls = card("cls");
        assertThat(Hit.at(PICTURE, cls.outputAt(1).plus(3, 2), 4)).isEqualTo(new Hit.OnOutput(new End("cls", "dns")));
        assertThat(Hit.at(PICTURE, cls.inputAt(), 4)).isEqualTo(new Hit.OnInput("cls"));
        assertThat(Hit.at(PICTURE, cls.inputAt().plus(60, 0), 4)).isEqualTo(new Hit.OnElement("cls"));
        Picture.Wire wire = PICTURE.wires().get(1);
        assertThat(Hit.at(PICTURE, wire.middle().plus(0, 2), 4)).isEqualTo(new Hit.OnWire(wire.link()));
        assertThat(Hit.at(PICTURE, new Point(-500, -500), 4)).isEqualTo(new Hit.Ground());
        assertThat(Hit.at(PICTURE, wire.end(), 4, List.of(wire.link())))
                .isEqualTo(new Hit.OnHandle(wire.link(), false));
    }

    @Test
    void shouldFindWhatABandTouchesAndTheWireUnderANode() {
        assertThat(Hit.within(PICTURE, PICTURE.content())).hasSize(6);
        assertThat(Hit.within(PICTURE, card("fw").area().grown(-5))).containsExactly("fw");
        Point middle = PICTURE.wires().get(0).middle();
        Rect node = new Rect(middle.x() - 88, middle.y() - 28, 176, 56);
        assertThat(Hit.under(PICTURE, node, "new"))
                .contains(PICTURE.wires().get(0).link());
    }

    @Test
    void shouldSnapToOthersBeforeTheGrid() {
        Rect dragged = new Rect(0, 0, 100, 40);
        Snap line = Snap.of(dragged, 203, 97, List.of(new Rect(200, 300, 80, 60)), 8);
        assertThat(line.dx()).isEqualTo(200);
        assertThat(line.dy()).isEqualTo(96);
        assertThat(line.guides()).containsExactly(new Guide(true, 200, 96, 360));
        Snap free = Snap.of(dragged, 203, 97, List.of(), 0);
        assertThat(free.dx()).isEqualTo(203);
    }

    @Test
    void shouldLineThingsUp() {
        Map<String, Rect> areas =
                Map.of("a", new Rect(0, 0, 10, 10), "b", new Rect(50, 30, 20, 20), "c", new Rect(90, 5, 10, 30));
        assertThat(Align.TOP.of(areas)).containsEntry("b", new Point(50, 0)).containsEntry("c", new Point(90, 0));
        assertThat(Align.RIGHT.of(areas)).containsEntry("a", new Point(90, 0)).containsEntry("b", new Point(80, 30));
        assertThat(Align.ACROSS.of(areas)).containsEntry("b", new Point(40, 30));
        assertThat(Align.TOP.of(Map.of("a", new Rect(0, 0, 1, 1)))).isEmpty();
    }

    @Test
    void shouldWalkEverywhereByKeys() {
        assertThat(Walk.step(PICTURE, "lan", Way.RIGHT)).contains("cls");
        assertThat(Walk.step(PICTURE, "fw", Way.RIGHT)).contains("nat");
        assertThat(Walk.step(PICTURE, "nat", Way.LEFT)).contains("fw");
        assertThat(Walk.step(PICTURE, "ids", Way.DOWN)).contains("fw");
        Set<String> seen = new HashSet<>();
        Optional<String> at = Walk.next(PICTURE, Optional.empty(), true);
        for (int i = 0; i < 6; i++) {
            seen.add(at.orElseThrow());
            at = Walk.next(PICTURE, at, true);
        }
        assertThat(seen).hasSize(6);
        assertThat(at).contains("lan");
        assertThat(Walk.next(PICTURE, Optional.of("lan"), false)).contains("wan");
        assertThat(Walk.wires(PICTURE, "fw")).hasSize(3).element(2).isEqualTo(new Link("fw", "", "nat"));
    }

    @Test
    void shouldPutIntoWordsWhatIsSeen() {
        Overlay overlay = Overlay.NONE.with(Overlay.Known.NOTHING.with(Map.of("fw", new Badge(1, 2))));
        assertThat(Spoken.name(card("fw").element())).isEqualTo("fw firewall");
        assertThat(Spoken.role(card("lan").element())).isEqualTo("port on the client side");
        assertThat(Spoken.description(card("fw").element(), overlay)).endsWith("; 1 error, 2 warnings");
        assertThat(Spoken.name(new Link("cls", "web", "ids"))).isEqualTo("wire from cls web to ids");
    }

    @Test
    void shouldPlaceWhatHasNoPlaceWithoutOverlap() {
        Map<String, Point> some = Map.of("lan", new Point(0, 0), "cls", new Point(240, 0), "wan", new Point(1500, 60));
        Map<String, Point> all = Placing.complete(SCENE, some);
        assertThat(all).containsAllEntriesOf(some).hasSize(6);
        Picture picture = new Draughting().picture(SCENE, all);
        for (Card one : picture.cards()) {
            for (Card other : picture.cards()) {
                boolean added = !some.containsKey(one.element().id()) && !one.equals(other);
                assertThat(added && one.area().overlaps(other.area()))
                        .as("%s over %s", one.element().id(), other.element().id())
                        .isFalse();
            }
        }
    }
}
