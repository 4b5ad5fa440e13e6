// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chain.Chain;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.geometry.Path.Segment;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.layout.Layout;
import io.penstock.editor.model.scene.ChainScene;
import io.penstock.editor.model.scene.Scene;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PictureTest {
    static List<Chain> chains() {
        return Chains.all();
    }

    @ParameterizedTest
    @MethodSource("chains")
    void shouldStartAndEndEveryWireAtItsConnectors(Chain chain) {
        Picture picture = Picture.of(ChainScene.of(chain));
        assertThat(picture.wires()).hasSize(chain.wires().size());
        for (Picture.Wire wire : picture.wires()) {
            Card from = card(picture, wire.link().from());
            Card to = card(picture, wire.link().to());
            assertThat(wire.start().x()).isEqualTo(from.area().right());
            assertThat(wire.start().y()).isBetween(from.area().y(), from.area().bottom());
            assertThat(wire.end()).isEqualTo(new Point(to.area().x(), to.area().y() + to.input()));
            assertThat(wire.path().segments().getFirst())
                    .isEqualTo(new Segment.Move(wire.start().x(), wire.start().y()));
            assertThat(end(wire)).isEqualTo(wire.end());
        }
    }

    @ParameterizedTest
    @MethodSource("chains")
    void shouldKeepEveryTextOnItsCardAndThePicture(Chain chain) {
        Picture picture = Picture.of(ChainScene.of(chain));
        RecordingSurface surface = painted(picture);
        Rect whole = new Rect(0, 0, picture.bounds().width(), picture.bounds().height());
        List<Rect> cards = picture.cards().stream()
                .map(card -> card.area()
                        .moved(-picture.bounds().x(), -picture.bounds().y()))
                .toList();
        for (RecordingSurface.Text text : surface.texts) {
            assertThat(inside(whole, text.area())).as("%s", text).isTrue();
            for (Rect card : cards) {
                assertThat(!card.overlaps(text.area()) || inside(card, text.area()))
                        .as("%s and the card %s", text, card)
                        .isTrue();
            }
        }
        assertThat(surface.areas)
                .allSatisfy(area -> assertThat(inside(whole, area)).isTrue());
    }

    @ParameterizedTest
    @MethodSource("chains")
    void shouldNeverDrawOneTextOverAnother(Chain chain) {
        List<RecordingSurface.Text> texts = painted(Picture.of(ChainScene.of(chain))).texts;
        for (int i = 0; i < texts.size(); i++) {
            for (int k = 0; k < i; k++) {
                assertThat(texts.get(i).area().grown(-0.5).overlaps(texts.get(k).area()))
                        .as("%s and %s", texts.get(i), texts.get(k))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("chains")
    void shouldNameEveryPortNodeAndWire(Chain chain) {
        RecordingSurface surface = painted(Picture.of(ChainScene.of(chain)));
        assertThat(surface.balanced()).isTrue();
        assertThat(surface.things)
                .hasSize(chain.ports().size()
                        + chain.nodes().size()
                        + chain.wires().size());
    }

    @Test
    void shouldSayHowManySettingsHaveNoRoom() {
        RecordingSurface surface = painted(Picture.of(ChainScene.of(Chains.marked())));
        assertThat(surface.texts).extracting(RecordingSurface.Text::text).contains("+ 3 more", "allow tcp port 22");
    }

    @Test
    void shouldShowEveryMarkInWords() {
        RecordingSurface surface = painted(Picture.of(ChainScene.of(Chains.marked())));
        assertThat(surface.texts)
                .extracting(RecordingSurface.Text::text)
                .contains("observes", "fails open", "overrun: drop flow");
    }

    @Test
    void shouldPutElementsWhereTheLayoutSays() {
        Scene scene = ChainScene.of(Chains.wire());
        Layout layout = new Layout(Map.of("client", new Point(500, 40), "server", new Point(10, 300)));
        Picture picture = Picture.of(scene, layout);
        assertThat(card(picture, "client").area().x()).isEqualTo(500);
        assertThat(end(picture.wires().getFirst()))
                .isEqualTo(picture.wires().getFirst().end());
        RecordingSurface surface = painted(picture);
        Rect whole = new Rect(0, 0, picture.bounds().width(), picture.bounds().height());
        assertThat(surface.areas)
                .allSatisfy(area -> assertThat(inside(whole, area)).isTrue());
    }

    @Test
    void shouldDrawAnEmptyScene() {
        Picture picture = Picture.of(new Scene("nothing", List.of(), List.of()));
        assertThat(painted(picture).texts)
                .extracting(RecordingSurface.Text::text)
                .containsExactly("nothing", "0 ports · 0 functions · 0 wires");
    }

    private static RecordingSurface painted(Picture picture) {
        RecordingSurface surface = new RecordingSurface();
        new Painter(Theme.LIGHT).paint(picture, surface);
        return surface;
    }

    private static Point end(Picture.Wire wire) {
        return switch (wire.path().segments().getLast()) {
            case Segment.Line(double x, double y) -> new Point(x, y);
            case Segment.Cubic(double ax, double ay, double bx, double by, double x, double y) -> new Point(x, y);
            case Segment.Move move -> throw new AssertionError(move);
            case Segment.Quad quad -> throw new AssertionError(quad);
            case Segment.Close close -> throw new AssertionError(close);
        };
    }

    private static Card card(Picture picture, String id) {
        return picture.cards().stream()
                .filter(card -> card.element().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static boolean inside(Rect outer, Rect inner) {
        return inner.x() >= outer.x()
                && inner.y() >= outer.y()
                && inner.right() <= outer.right()
                && inner.bottom() <= outer.bottom();
    }
}
