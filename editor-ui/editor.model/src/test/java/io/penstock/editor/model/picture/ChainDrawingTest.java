// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.api.Refused;
import io.penstock.api.control.Drawing.Format;
import io.penstock.api.control.Drawing.Theme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChainDrawingTest {
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", "../.."));
    private static final String CHAIN = """
            format: 1
            chain: branch-edge
            ports:
              lan: {driver: pcap, in: lan.pcap, out: lan-out.pcapng}
              wan: {driver: dpdk, device: "net_af_packet0,iface=eth1"}
            functions:
              cls: {type: classifier, branches: {web: tcp port 80 or tcp port 443, rest: ""}}
              fw: {type: firewall, rules: ["allow udp port 53", deny], on-failure: open, observe: true}
            wires:
              - lan -> cls
              - cls.web -> fw
              - cls.rest -> fw
              - fw -> wan
            """;

    private final ChainDrawing drawing = new ChainDrawing();

    @Test
    void shouldDrawTheDocumentAsSvg() throws Exception {
        String svg =
                new String(drawing.draw("edge.chain.yaml", CHAIN, Format.SVG, Theme.LIGHT, 1), StandardCharsets.UTF_8);
        assertThat(svg)
                .startsWith("<svg xmlns=")
                .contains("<title>Chain branch-edge</title>")
                .contains("aria-label=\"cls.web -&gt; fw\"")
                .contains("fw: function firewall, observes, fails open; allow udp port 53; deny");
    }

    @Test
    void shouldDrawTheDocumentAsPng() throws Exception {
        byte[] png = drawing.draw("edge.chain.yaml", CHAIN, Format.PNG, Theme.DARK, 2);
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void shouldSayWhereADocumentIsNoChain() {
        String broken = CHAIN.replace("- fw -> wan", "- fw -> lan");
        Refused refused = catchThrowableOfType(
                Refused.class, () -> drawing.draw("edge.chain.yaml", broken, Format.SVG, Theme.LIGHT, 1));
        assertThat(refused.problems().getFirst().oneLine()).startsWith("edge.chain.yaml:");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldDrawEveryExample(Path example) throws Exception {
        String text = Files.readString(example);
        for (Format format : Format.values()) {
            byte[] bytes = drawing.draw(example.toString(), text, format, Theme.LIGHT, 1);
            String name = example.getFileName() + "." + format.name().toLowerCase(Locale.ROOT);
            Files.createDirectories(Path.of("target", "pictures"));
            Files.write(Path.of("target", "pictures", name), bytes);
            assertThat(bytes).isNotEmpty();
        }
    }

    /// What is drawn now stands in `target/pictures`; copy it after looking at it.
    @ParameterizedTest
    @EnumSource
    void shouldKeepThePicturesOfTheReadmeUpToDate(Theme theme) throws Exception {
        String text = Files.readString(ROOT.resolve("examples/office-edge.chain.yaml"));
        byte[] drawn = drawing.draw("examples/office-edge.chain.yaml", text, Format.SVG, theme, 1);
        String name = "office-edge-" + theme.name().toLowerCase(Locale.ROOT) + ".svg";
        Files.createDirectories(Path.of("target", "pictures"));
        Files.write(Path.of("target", "pictures", name), drawn);
        assertThat(ROOT.resolve("docs/pictures").resolve(name)).hasBinaryContent(drawn);
    }

    static List<Path> examples() throws IOException {
        List<Path> examples = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(ROOT.resolve("examples"), "*.chain.yaml")) {
            files.forEach(examples::add);
        }
        return examples;
    }
}
