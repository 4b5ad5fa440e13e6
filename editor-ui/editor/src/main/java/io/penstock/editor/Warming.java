// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Refused;
import io.penstock.chain.Draft;
import io.penstock.editor.model.paint.Draughting;
import io.penstock.editor.model.palette.Palette;
import io.penstock.editor.model.scene.ChainScene;
import io.penstock.editor.model.text.Face;
import java.lang.invoke.MethodHandles;
import java.util.List;

/// Loads what a window will need while other bundles still start, so that the window is there sooner: the fonts, what
/// reads and lays out a chain, and the window's parts.
final class Warming {
    private static final String CHAIN = """
        format: 1
        chain: warm
        ports:
          a: {driver: pcap}
          b: {driver: pcap}
        functions:
          f: {type: firewall, rules: [deny]}
        wires:
          - a -> f -> b
        """;

    private static final List<Class<?>> PARTS = List.of(
            Texts.class,
            Desk.class,
            Workbench.class,
            CanvasPane.class,
            Gestures.class,
            CanvasKeys.class,
            CanvasSpeech.class,
            Backdrop.class,
            GcSurface.class,
            PalettePane.class,
            FormPane.class,
            BottomPane.class,
            Running.class,
            Menus.class,
            Toolbar.class);

    private Warming() {}

    static void begin() {
        Thread.ofPlatform().daemon().name("editor-warming").start(Warming::warm);
    }

    private static void warm() {
        try {
            Face.TEXT.width(CHAIN, 1);
            Draughting.arranged(
                    ChainScene.of(Draft.parse("warm.chain.yaml", CHAIN).chain(), Palette.UNKNOWN));
            for (Class<?> part : PARTS) {
                MethodHandles.lookup().ensureInitialized(part);
            }
        } catch (Refused | IllegalAccessException | LinkageError later) {
            // The window says it, and what is missing, when it is asked for.
            System.getLogger(Warming.class.getName()).log(System.Logger.Level.DEBUG, "not all was loaded", later);
        }
    }
}
