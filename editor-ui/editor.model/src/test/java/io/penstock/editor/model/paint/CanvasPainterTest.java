// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.editor.model.Chains;
import io.penstock.editor.model.geometry.Viewport;
import io.penstock.editor.model.paint.Overlay.Attention;
import io.penstock.editor.model.paint.Overlay.Badge;
import io.penstock.editor.model.paint.Overlay.Known;
import io.penstock.editor.model.paint.Overlay.Trace;
import io.penstock.editor.model.scene.ChainScene;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanvasPainterTest {
    @Test
    void shouldKeepWhatCornersTellAboveTheEdgeOfWhatIsSelected() {
        Picture picture = Picture.of(ChainScene.of(Chains.branches()));
        Overlay overlay = Overlay.NONE
                .with(Attention.NONE.selecting(Set.of("fw"), Set.of()))
                .with(Known.NOTHING.with(Map.of("fw", new Badge(7, 0), "ids", new Badge(8, 0))))
                .with(new Trace(List.of("lan", "cls", "fw"), List.of(), Optional.of("fw")));
        RecordingSurface surface = new RecordingSurface();
        new CanvasPainter(Theme.LIGHT).paintOver(picture, overlay, Set.of(), Viewport.HOME, picture.bounds(), surface);
        assertThat(surface.texts).extracting(RecordingSurface.Text::text).containsExactly("7", "3");
    }
}
