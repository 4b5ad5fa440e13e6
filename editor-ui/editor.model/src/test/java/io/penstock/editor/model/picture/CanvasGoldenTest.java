// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Refused;
import io.penstock.chain.Chain;
import io.penstock.chain.Draft;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.Installed;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.geometry.Guide;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.geometry.Viewport;
import io.penstock.editor.model.paint.CanvasPainter;
import io.penstock.editor.model.paint.Draughting;
import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.paint.Overlay.Answer;
import io.penstock.editor.model.paint.Overlay.Attention;
import io.penstock.editor.model.paint.Overlay.Badge;
import io.penstock.editor.model.paint.Overlay.Difference;
import io.penstock.editor.model.paint.Overlay.DragWire;
import io.penstock.editor.model.paint.Overlay.Gesture;
import io.penstock.editor.model.paint.Overlay.Ghost;
import io.penstock.editor.model.paint.Overlay.Known;
import io.penstock.editor.model.paint.Overlay.Live;
import io.penstock.editor.model.paint.Overlay.Trace;
import io.penstock.editor.model.paint.Picture;
import io.penstock.editor.model.paint.Theme;
import io.penstock.editor.model.problem.Troubles;
import io.penstock.editor.model.scene.ChainScene;
import io.penstock.editor.model.scene.Scene;
import io.penstock.editor.model.scene.Scene.Link;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares the canvas in all its states with pictures that a person has looked at; see [Golden].
class CanvasGoldenTest {
    private static final Link WEB = new Link("cls", "web", "ids");
    private static final Link REST = new Link("cls", "rest", "fw");

    /// A rule and a half that nobody understands, an address that is missing, a counter that nothing reaches, and a
    /// port without a wire.
    private static final String TROUBLED = """
        format: 1
        chain: troubled
        ports:
          lan: {driver: pcap, in: office.pcapng}
          wan: {driver: pcap, in: office.pcapng}
          spare: {driver: pcap, in: office.pcapng}
        functions:
          fw: {type: firewall, rules: [allow udp prt 53, permit tcp, deny]}
          nat: {type: nat}
          lost: {type: counter}
        wires:
          - lan -> fw -> nat -> wan
        """;

    static Stream<Arguments> canvases() throws Refused {
        Picture branches = arranged(Chains.branches());
        Drawing troubled = new Drawing(Draft.parse("troubled", TROUBLED), Map.of());
        return Stream.of(
                        Arguments.of("problems", arranged(troubled.chain()), problems(troubled), 1.0),
                        Arguments.of("working", branches, working(branches), 1.0),
                        Arguments.of("refused", branches, refused(branches), 1.0),
                        Arguments.of("live", branches, live(false), 1.0),
                        Arguments.of("stale", branches, live(true), 1.0),
                        Arguments.of("difference", branches, difference(branches), 1.0),
                        Arguments.of("why", branches, why(), 1.0),
                        Arguments.of("far", arranged(Chains.campus()), Overlay.NONE, 0.4),
                        Arguments.of("around", around(), Overlay.NONE, 1.0))
                .flatMap(canvas -> themes(canvas.get()));
    }

    private static Stream<Arguments> themes(Object[] canvas) {
        boolean both = Set.of("working", "live", "problems").contains(canvas[0]);
        return (both ? Stream.of("light", "dark") : Stream.of("light"))
                .map(theme -> Arguments.of(canvas[0] + "-" + theme, canvas[1], canvas[2], canvas[3]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("canvases")
    void shouldLookAsBefore(String name, Picture picture, Overlay overlay, double zoom) throws Exception {
        Rect area = picture.content().grown(60);
        double width = Math.ceil(area.width() * zoom);
        double height = Math.ceil(area.height() * zoom);
        RasterSurface surface = new RasterSurface(width, height, 1);
        Theme theme = name.endsWith("dark") ? Theme.DARK : Theme.LIGHT;
        Viewport view = new Viewport(zoom, area.x(), area.y());
        new CanvasPainter(theme).paint(picture, overlay, view, new Rect(0, 0, width, height), surface);
        assertThat(Golden.differing("canvas-" + name, surface.png())).isLessThan(Golden.MOST_DIFFERING);
    }

    private static Picture arranged(Chain chain) {
        Scene scene = ChainScene.of(chain);
        return new Draughting().picture(scene, Draughting.arranged(scene).places());
    }

    /// A wire past a card that stands in its way.
    private static Picture around() {
        Scene scene = ChainScene.of(Chains.branches());
        Map<String, Point> places = new HashMap<>();
        places.put("lan", new Point(0, 60));
        places.put("cls", new Point(220, 40));
        places.put("ids", new Point(560, 40));
        places.put("fw", new Point(860, 70));
        places.put("nat", new Point(860, 300));
        places.put("wan", new Point(1180, 180));
        return new Draughting().picture(scene, places);
    }

    private static Overlay problems(Drawing drawing) {
        return Overlay.NONE.with(
                Known.NOTHING.with(Troubles.of(drawing, Installed.palette()).badges()));
    }

    private static Overlay working(Picture picture) {
        Rect fw = picture.card("fw").orElseThrow().area();
        Known known = Known.NOTHING.with(Map.of("ids", new Badge(2, 1), "nat", new Badge(0, 1)));
        return Overlay.NONE
                .with(new Attention(
                        Set.of("fw"),
                        Set.of(REST),
                        Optional.of("cls"),
                        Optional.empty(),
                        Optional.of("nat"),
                        Optional.empty()))
                .with(known)
                .with(new Gesture(
                        Optional.empty(),
                        Optional.of(WEB),
                        Optional.of(new Rect(fw.x() - 30, fw.y() - 40, 160, 110)),
                        List.of(new Guide(false, fw.y(), 0, fw.right()))));
    }

    private static Overlay refused(Picture picture) {
        Point from = picture.card("nat").orElseThrow().outputAt(0);
        Point to = picture.card("cls").orElseThrow().inputAt();
        return Overlay.NONE.with(
                Gesture.wire(new DragWire(from, to, Answer.REFUSED, "a cycle: cls -> fw -> nat -> cls")));
    }

    private static Overlay live(boolean stale) {
        Map<String, Live> elements = Map.of(
                "lan", new Live("1.2 M/s", "9.8 Gb/s", "", 1, Difference.SAME),
                "cls", new Live("1.2 M/s", "41.2 k sessions", "", 1, Difference.SAME),
                "fw", new Live("420 k/s", "12.1 k sessions", "8.1 k/s denied", 0.4, Difference.SAME));
        Map<Link, Live> links = Map.of(
                WEB,
                new Live("780 k/s", "", "", 0.6, Difference.SAME),
                REST,
                new Live("420 k/s", "", "", 0.3, Difference.SAME),
                new Link("lan", "", "cls"),
                new Live("1.2 M/s", "", "", 1, Difference.SAME));
        return Overlay.NONE.with(Known.NOTHING.live(elements, links, stale));
    }

    private static Overlay difference(Picture picture) {
        Rect fw = picture.card("fw").orElseThrow().area();
        return Overlay.NONE.with(new Known(
                Map.of(),
                Map.of("ids", Live.of(Difference.ADDED), "fw", Live.of(Difference.CHANGED)),
                Map.of(WEB, Live.of(Difference.ADDED)),
                false,
                List.of(new Ghost("limit", "ratelimit", new Rect(fw.x(), fw.bottom() + 40, 176, 56)))));
    }

    private static Overlay why() {
        return Overlay.NONE.with(
                new Trace(List.of("lan", "cls", "fw"), List.of(new Link("lan", "", "cls"), REST), Optional.of("fw")));
    }
}
