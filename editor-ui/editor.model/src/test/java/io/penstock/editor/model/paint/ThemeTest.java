// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThemeTest {
    static List<Theme> themes() {
        return List.of(Theme.LIGHT, Theme.DARK);
    }

    @Test
    void shouldComputeContrastAsWcagDoes() {
        assertThat(Colour.of(0x000000).contrast(Colour.of(0xffffff))).isCloseTo(21, within(0.001));
        assertThat(Colour.of(0x777777).contrast(Colour.of(0xffffff))).isCloseTo(4.48, within(0.01));
    }

    @ParameterizedTest
    @MethodSource("themes")
    void shouldKeepAllThatSaysSomethingReadable(Theme theme) {
        for (Colour ground : List.of(theme.canvas(), theme.card(), theme.port())) {
            readable(theme.name(), ground);
            readable(theme.quiet(), ground);
        }
        for (Colour ground : List.of(theme.section(), theme.port())) {
            readable(theme.code(), ground);
            readable(theme.label(), ground);
            readable(theme.quiet(), ground);
            readable(theme.name(), ground);
        }
        readable(theme.wire(), theme.canvas());
        readable(theme.wire(), theme.card());
        readable(theme.markInk(), theme.mark());
        readable(theme.portAccent().ink(), theme.portAccent().ground());
        Theme.Signals signals = theme.signals();
        for (Colour signal : List.of(signals.accent(), signals.good(), signals.bad(), signals.warning())) {
            readable(signal, theme.canvas());
            readable(signals.onSignal(), signal);
        }
        readable(signals.bad(), theme.card());
        readable(signals.tipInk(), signals.tip());
        theme.accents().forEach(accent -> readable(accent.ink(), accent.ground()));
    }

    @ParameterizedTest
    @MethodSource("themes")
    void shouldGiveATypeAlwaysTheSameAccent(Theme theme) {
        assertThat(theme.accent("firewall")).isEqualTo(theme.accent("firewall"));
        assertThat(theme.accents()).doesNotHaveDuplicates();
    }

    private static void readable(Colour ink, Colour ground) {
        assertThat(ink.contrast(ground)).as("%s on %s", ink.hex(), ground.hex()).isGreaterThanOrEqualTo(4.5);
    }
}
