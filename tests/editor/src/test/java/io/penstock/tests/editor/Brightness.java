// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// How bright a picture is.
final class Brightness {
    private Brightness() {}

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
