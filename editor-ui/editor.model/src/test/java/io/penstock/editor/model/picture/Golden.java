// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/// Compares pictures with those that a person has looked at. Another Java may round an edge pixel otherwise, so a few
/// pixels may differ a little. The pictures drawn now stand in `target/pictures`; copy one over its golden picture
/// after looking at it.
final class Golden {
    static final double MOST_DIFFERING = 0.001;
    private static final int NOTICEABLE = 24;

    private Golden() {}

    /// Which part of the pixels differs.
    ///
    /// @param bytes the picture drawn now, as PNG
    static double differing(String name, byte[] bytes) throws IOException {
        Path drawn = Path.of("target", "pictures", name + ".png");
        Files.createDirectories(Path.of("target", "pictures"));
        Files.write(drawn, bytes);
        BufferedImage golden = golden(name);
        BufferedImage now = ImageIO.read(new ByteArrayInputStream(bytes));
        assertThat(List.of(now.getWidth(), now.getHeight()))
                .as("size of %s", drawn)
                .isEqualTo(List.of(golden.getWidth(), golden.getHeight()));
        return differing(golden, now);
    }

    private static BufferedImage golden(String name) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream(name + ".png")) {
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
