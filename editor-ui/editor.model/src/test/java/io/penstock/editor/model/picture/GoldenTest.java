// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Drawing.Format;
import io.penstock.chain.Chain;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.paint.Theme;
import io.penstock.editor.model.scene.ChainScene;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares drawn chains with pictures that a person has looked at; see [Golden].
class GoldenTest {
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
        assertThat(Golden.differing(name, bytes)).isLessThan(Golden.MOST_DIFFERING);
    }
}
