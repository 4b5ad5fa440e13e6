// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.api.control.Drawing;
import io.penstock.shell.Setting;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Draws a chain to a file.
@Command(
        name = "draw",
        description = "Draw a chain as a picture; no window is needed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock draw office.chain.yaml --out office.svg",
            "  penstock draw office.chain.yaml --out office.png --theme dark --scale 2"
        })
final class Draw extends Verb {
    @Parameters(paramLabel = "CHAIN", description = "A .chain.yaml file.")
    private String file = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "A name that ends in .svg or .png.")
    private String out = "";

    @Option(names = "--theme", paramLabel = "light|dark", description = "The colours (light).")
    private Drawing.Theme theme = Drawing.Theme.LIGHT;

    @Option(names = "--scale", paramLabel = "N", description = "1 to 4: pixels for each unit of the drawing (1).")
    private double scale = 1;

    Draw(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        if (!(scale >= 1 && scale <= 4)) {
            throw new Misused("--scale " + scale + " is out of range", "give a number from 1 to 4");
        }
        Drawing.Format format = format();
        ChainFile chain = ChainFile.read(setting(), file);
        try {
            String name = chain.request(java.util.Map.of()).file();
            byte[] picture = setting().services().drawing().draw(name, chain.text(), format, theme, scale);
            Path target = setting().folder().resolve(out);
            WholeFile.write(target, out, picture);
            setting().console().print("drew " + out);
            return DONE;
        } catch (Refused e) {
            throw chain.asTyped(e);
        }
    }

    private Drawing.Format format() {
        String lower = out.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".svg")) {
            return Drawing.Format.SVG;
        }
        if (lower.endsWith(".png")) {
            return Drawing.Format.PNG;
        }
        throw new Misused("--out " + out + " is no kind of picture", "end the name in .svg or .png");
    }
}
