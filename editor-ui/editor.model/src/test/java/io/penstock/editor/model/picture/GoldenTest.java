// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Drawing.Format;
import io.penstock.chain.Chain;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.paint.Theme;
import io.penstock.editor.model.scene.ChainScene;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares pictures with those that a person has looked at. Another Java may round an edge pixel otherwise, so a few
/// pixels may differ a little. The pictures drawn now stand in `target/pictures`; copy one over its golden picture
/// after looking at it.
class GoldenTest {
    private static final int NOTICEABLE = 24;
    private static final double MOST_DIFFERING = 0.001;

    static Stream<Arguments> pictures() {
        return Stream.of(Chains.wire(), Chains.office(), Chains.branches(), Chains.marked())
                .flatMap(chain -> Stream.of(
                        Arguments.of(chain.name() + "-light", chain, Theme.LIGHT),
                        Arguments.of(chain.name() + "-dark", chain, Theme.DARK)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pictures")
    void shouldLookAsBefore(String name, Chain chain, Theme theme) throws Exception {
        byte[] bytes = Pictures.of(ChainScene.of(chain), Format.PNG, theme, 1);
        Path drawn = Path.of("target", "pictures", name + ".png");
        Files.createDirectories(Path.of("target", "pictures"));
        Files.write(drawn, bytes);
        BufferedImage golden = golden(name);
        BufferedImage now = ImageIO.read(new ByteArrayInputStream(bytes));
        assertThat(List.of(now.getWidth(), now.getHeight()))
                .as("size of %s", drawn)
                .isEqualTo(List.of(golden.getWidth(), golden.getHeight()));
        assertThat(differing(golden, now)).as("pixels of %s that differ", drawn).isLessThan(MOST_DIFFERING);
    }

    private static BufferedImage golden(String name) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream(name + ".png")) {
            assertThat(in).as("golden picture %s.png", name).isNotNull();
            return ImageIO.read(in);
        }
    }

    private static double differing(BufferedImage golden, BufferedImage now) {
        long count = 0;
        for (int y = 0; y < now.getHeight(); y++) {
            for (int x = 0; x < now.getWidth(); x++) {
                count += noticeable(new Color(golden.getRGB(x, y)), new Color(now.getRGB(x, y))) ? 1 : 0;
            }
        }
        return (double) count / now.getWidth() / now.getHeight();
    }

    private static boolean noticeable(Color a, Color b) {
        return Math.abs(a.getRed() - b.getRed()) > NOTICEABLE
                || Math.abs(a.getGreen() - b.getGreen()) > NOTICEABLE
                || Math.abs(a.getBlue() - b.getBlue()) > NOTICEABLE;
    }
}
