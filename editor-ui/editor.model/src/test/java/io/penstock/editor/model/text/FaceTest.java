// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import io.penstock.editor.model.geometry.Path;
import io.penstock.editor.model.geometry.Path.Segment;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.font.TextAttribute;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaceTest {
    private static final String LETTERS =
            "AVATAR To. Ty WAVE fi 0123456789 {}[]()<>=|&!%#@*+-_/\\ äöüßéèçñåøØÅÆœ ΑΒΓαβγ АБВабв “q” – — … · ½ € ´`^~";

    @ParameterizedTest
    @EnumSource
    void shouldMeasureAsJavaDoes(Face face) {
        Font font = oracle(face);
        FontRenderContext context = new FontRenderContext(null, true, true);
        for (String word : LETTERS.split(" ", -1)) {
            GlyphVector vector = font.layoutGlyphVector(context, word.toCharArray(), 0, word.length(), 0);
            double expected = vector.getGlyphPosition(vector.getNumGlyphs()).getX();
            assertThat(face.width(word, 1000)).as("width of %s", word).isCloseTo(expected, within(2.0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadTheSameOutlinesAsJava(Face face) {
        Font font = oracle(face);
        FontRenderContext context = new FontRenderContext(null, true, true);
        LETTERS.codePoints().filter(character -> character != ' ').forEach(character -> {
            String text = Character.toString(character);
            Rectangle2D expected =
                    font.createGlyphVector(context, text).getOutline().getBounds2D();
            Rectangle2D actual = shape(face, text).getBounds2D();
            double difference = Math.max(
                    Math.max(
                            Math.abs(expected.getMinX() - actual.getMinX()),
                            Math.abs(expected.getMinY() - actual.getMinY())),
                    Math.max(
                            Math.abs(expected.getMaxX() - actual.getMaxX()),
                            Math.abs(expected.getMaxY() - actual.getMaxY())));
            assertThat(difference).as("%s: %s and %s", text, expected, actual).isLessThan(2);
        });
    }

    @Test
    void shouldKern() {
        assertThat(Face.STRONG.width("AV", 100)).isLessThan(Face.STRONG.width("A", 100) + Face.STRONG.width("V", 100));
    }

    @Test
    void shouldGiveEveryCharacterOfCodeTheSameWidth() {
        assertThat(Face.CODE.width("iiii", 11)).isEqualTo(Face.CODE.width("WWWW", 11));
    }

    @Test
    void shouldKeepTextThatFits() {
        assertThat(Face.TEXT.fit("firewall", 12, 200)).isEqualTo("firewall");
    }

    @ParameterizedTest
    @EnumSource
    void shouldCutTextToTheWidthWithAnEllipsis(Face face) {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(60), 0x20, 0x1f700)
                    .filter(character -> Character.getType(character) != Character.SURROGATE)
                    .forEach(text::appendCodePoint);
            double width = 12 + random.nextInt(150);
            String fitted = face.fit(text.toString(), 11, width);
            assertThat(face.width(fitted, 11)).as(fitted).isLessThanOrEqualTo(width);
            assertThat(fitted.equals(text.toString()) || fitted.endsWith("…")).isTrue();
            assertThat(fitted.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000))
                    .isTrue();
        }
    }

    @Test
    void shouldMeasureAMegabyteOfTextInTime() {
        assertThat(Face.CODE.fit("x".repeat(1_000_000), 11, 200)).hasSize(30);
    }

    @Test
    void fault118ShouldShowWhatTurnsTextAsReplacementCharacters() {
        int replacement = Face.TEXT.glyphs("\ufffd").getFirst().glyph();
        for (String hidden : new String[] {"\u202e", "\u2066", "\u200b", "\u0007", "\u001b", "\ud800", "\u2028"}) {
            assertThat(Face.TEXT.glyphs(hidden)).containsExactly(new Face.Placed(replacement, 0));
        }
    }

    private static Path2D shape(Face face, String text) {
        double scale = 1000.0 / face.unitsPerEm();
        Path2D shape = new Path2D.Double();
        Path outline = face.outline(face.glyphs(text).getFirst().glyph());
        for (Segment segment : outline.segments()) {
            switch (segment) {
                case Segment.Move(double x, double y) -> shape.moveTo(x * scale, y * scale);
                case Segment.Line(double x, double y) -> shape.lineTo(x * scale, y * scale);
                case Segment.Quad(double cx, double cy, double x, double y) ->
                    shape.quadTo(cx * scale, cy * scale, x * scale, y * scale);
                case Segment.Cubic(double ax, double ay, double bx, double by, double x, double y) ->
                    shape.curveTo(ax * scale, ay * scale, bx * scale, by * scale, x * scale, y * scale);
                case Segment.Close() -> shape.closePath();
            }
        }
        return shape;
    }

    private static Font oracle(Face face) {
        String file = switch (face) {
            case TEXT -> "Roboto-Regular.ttf";
            case STRONG -> "Roboto-Medium.ttf";
            case CODE -> "JetBrainsMono-Regular.ttf";
        };
        try (InputStream in = Face.class.getResourceAsStream(file)) {
            return Font.createFont(Font.TRUETYPE_FONT, in)
                    .deriveFont(1000f)
                    .deriveFont(Map.of(TextAttribute.KERNING, TextAttribute.KERNING_ON));
        } catch (IOException | FontFormatException | RuntimeException | LinkageError e) {
            return abort("this Java cannot read fonts, so there is nothing to compare with: " + e);
        }
    }
}
