// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.picture;

import io.penstock.api.Refused;
import io.penstock.api.control.Drawing;
import io.penstock.chain.ChainDocument;
import io.penstock.editor.model.scene.ChainScene;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Draws chain documents for whoever asks by the service.
@Component
public final class ChainDrawing implements Drawing {
    /// Java2D would otherwise look for a display where the environment names one.
    @Activate
    public ChainDrawing() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    @Override
    public byte[] draw(String file, String text, Format format, Theme theme, double scale) throws Refused {
        return Pictures.of(ChainScene.of(ChainDocument.parse(file, text).chain()), format, colours(theme), scale);
    }

    private static io.penstock.editor.model.paint.Theme colours(Theme theme) {
        return switch (theme) {
            case LIGHT -> io.penstock.editor.model.paint.Theme.LIGHT;
            case DARK -> io.penstock.editor.model.paint.Theme.DARK;
        };
    }
}
