// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// How bright a picture is.
final class Brightness {
    private Brightness() {}

    /// Waits until a screen is so bright.
    ///
    /// @param picture where the last picture of it is kept
    static void await(Desktop desktop, Path picture, double least, double most) throws IOException {
        long begin = System.nanoTime();
        double seen;
        do {
            seen = of(desktop.screenshot(picture));
        } while ((seen < least || seen > most) && System.nanoTime() - begin < Person.PATIENCE_NANOS);
        assertThat(seen).as("brightness of " + picture).isBetween(least, most);
    }

    /// Waits until a screen no longer changes.
    ///
    /// @param picture where the last picture of it is kept
    static double still(Desktop desktop, Path picture) throws IOException {
        long begin = System.nanoTime();
        double before;
        double now = of(desktop.screenshot(picture));
        do {
            Person.pause(500);
            before = now;
            now = of(desktop.screenshot(picture));
        } while (Math.abs(now - before) > 0.5 && System.nanoTime() - begin < Person.PATIENCE_NANOS);
        return now;
    }

    static double of(Path picture) throws IOException {
        return of(ImageIO.read(picture.toFile()));
    }

    /// The mean of all channels, 0 to 255.
    private static double of(BufferedImage image) {
        double sum = 0;
        long count = 0;
        for (int y = 0; y < image.getHeight(); y += 3) {
            for (int x = 0; x < image.getWidth(); x += 3) {
                int rgb = image.getRGB(x, y);
                sum += (rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff);
                count += 3;
            }
        }
        return sum / count;
    }
}
