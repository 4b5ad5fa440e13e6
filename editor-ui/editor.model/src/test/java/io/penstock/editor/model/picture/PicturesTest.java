// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.api.Refused;
import io.penstock.api.control.Drawing.Format;
import io.penstock.chain.Chain;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.paint.Theme;
import io.penstock.editor.model.scene.ChainScene;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Element.Kind;
import io.penstock.editor.model.scene.Element.Output;
import io.penstock.editor.model.scene.Icon;
import io.penstock.editor.model.scene.Scene;
import io.penstock.editor.model.scene.Scene.Link;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class PicturesTest {
    static List<Chain> chains() {
        return Chains.all();
    }

    @ParameterizedTest
    @MethodSource("chains")
    void shouldWriteWellFormedSvg(Chain chain) throws Exception {
        for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
            Document document = parsed(svg(chain, theme));
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
            assertThat(document.getElementsByTagName("script").getLength()).isZero();
            assertThat(document.getElementsByTagName("text").getLength()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("chains")
    void shouldDefineEveryGlyphThatIsUsed(Chain chain) throws Exception {
        Document document = parsed(svg(chain, Theme.LIGHT));
        List<String> defined = attributes(document.getElementsByTagName("path"), "id");
        List<String> used = attributes(document.getElementsByTagName("use"), "href");
        assertThat(used).isNotEmpty().allSatisfy(href -> assertThat(defined).contains(href.substring(1)));
    }

    @Test
    void fault118ShouldEscapeWhatMeansSomethingToXml() throws Exception {
        String svg = svg(Chains.hostile(), Theme.LIGHT);
        assertThat(svg).doesNotContain("<script>", "\u202e", "\u0007", "]]>");
        String title = parsed(svg).getElementsByTagName("title").item(0).getTextContent();
        assertThat(title).startsWith("Chain \"&'</svg><script>\ufffd\ufffdevil");
    }

    @Test
    void shouldSayInWordsWhatThePictureShows() throws Exception {
        Document document = parsed(svg(Chains.office(), Theme.LIGHT));
        assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                .contains("fw: function firewall", "allow udp port 53", "client: port pcap");
        assertThat(attributes(document.getElementsByTagName("g"), "aria-label"))
                .contains("client -> fw", "fw -> count", "count -> server");
    }

    @Test
    void shouldWriteTheSameBytesForTheSameChain() throws Exception {
        assertThat(svg(Chains.campus(), Theme.DARK)).isEqualTo(svg(Chains.campus(), Theme.DARK));
    }

    @Test
    void shouldKeepSvgSmall() throws Exception {
        assertThat(svg(Chains.office(), Theme.LIGHT)).hasSizeLessThan(40_000);
    }

    @Test
    void shouldScalePixelsAndNotTheDrawing() throws Exception {
        BufferedImage once = png(Chains.office(), 1);
        BufferedImage thrice = png(Chains.office(), 3);
        assertThat(thrice.getWidth()).isEqualTo(3 * once.getWidth());
        assertThat(thrice.getHeight()).isEqualTo(3 * once.getHeight());
    }

    @Test
    void shouldRefuseScalesOutOfRange() {
        for (double scale : new double[] {0, 0.99, 4.01, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Pictures.of(ChainScene.of(Chains.wire()), Format.PNG, Theme.LIGHT, scale))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("1 to 4");
        }
    }

    @Test
    void shouldRefuseARasterThatWouldFillTheMemory() {
        Refused refused = catchThrowableOfType(Refused.class, () -> Pictures.of(row(600), Format.PNG, Theme.LIGHT, 4));
        assertThat(refused.problems().getFirst().oneLine())
                .contains("pixels")
                .endsWith("write an .svg file, or choose a smaller scale");
    }

    @Test
    void shouldRefuseAChainThatNobodyCouldRead() {
        assertThatThrownBy(() -> Pictures.of(row(1001), Format.SVG, Theme.LIGHT, 1))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("1,003 ports and functions and 1,002 wires is too large to draw");
    }

    @Test
    void shouldDrawFiveHundredNodesInTwoSecondsOfTheProcessor() throws Exception {
        Pictures.of(row(10), Format.SVG, Theme.LIGHT, 1);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        byte[] svg = Pictures.of(row(500), Format.SVG, Theme.LIGHT, 1);
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(svg).hasSizeLessThan(3_000_000);
    }

    private static Scene row(int functions) {
        List<Element> elements = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        elements.add(element("lan", Kind.CLIENT_PORT));
        String before = "lan";
        for (int i = 0; i < functions; i++) {
            String id = "f" + i;
            elements.add(element(id, Kind.FUNCTION));
            links.add(new Link(before, "", id));
            before = id;
        }
        elements.add(element("wan", Kind.SERVER_PORT));
        links.add(new Link(before, "", "wan"));
        return new Scene("row", elements, links);
    }

    private static Element element(String id, Kind kind) {
        return new Element(id, kind, "type", Icon.PULSE, List.of(), List.of(), true, List.of(new Output("", "")));
    }

    private static String svg(Chain chain, Theme theme) throws Refused {
        return new String(Pictures.of(ChainScene.of(chain), Format.SVG, theme, 1), StandardCharsets.UTF_8);
    }

    private static BufferedImage png(Chain chain, double scale) throws Refused, IOException {
        byte[] bytes = Pictures.of(ChainScene.of(chain), Format.PNG, Theme.LIGHT, scale);
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    private static Document parsed(String svg) throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> attributes(NodeList nodes, String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof org.w3c.dom.Element element && element.hasAttribute(name)) {
                values.add(element.getAttribute(name));
            }
        }
        return values;
    }
}
