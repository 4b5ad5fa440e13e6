// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import java.util.List;

/// The colours of a picture. Text, signs and wires have a contrast of at least 4.5 to 1 to what is behind them.
///
/// @param canvas behind everything
/// @param dot the grid; decoration
/// @param card the face of a node
/// @param port the face of a port
/// @param edge around nodes and ports; decoration, because the face is told from the canvas by its shadow
/// @param section behind the settings on a node
/// @param divider between the parts of a node; decoration
/// @param name names, on canvas, card and port
/// @param quiet types and captions, on canvas, card and port
/// @param code settings, on card, port and section
/// @param label names of settings, on section and port
/// @param wire wires and connectors, on the canvas
/// @param mark the ground of a mark
/// @param markInk its sign and word
/// @param portAccent the sign of a port
/// @param shadow under nodes and ports; its alpha is that of the darkest place
/// @param accents of functions, chosen by type
/// @param signals what the editor says
public record Theme(
        Colour canvas,
        Colour dot,
        Colour card,
        Colour port,
        Colour edge,
        Colour section,
        Colour divider,
        Colour name,
        Colour quiet,
        Colour code,
        Colour label,
        Colour wire,
        Colour mark,
        Colour markInk,
        Accent portAccent,
        Colour shadow,
        List<Accent> accents,
        Signals signals) {

    /// Colours of what the editor says; none says anything alone.
    ///
    /// @param accent what is selected, on the canvas
    /// @param good what is accepted or added, on the canvas
    /// @param bad errors, refusals and drops, on the canvas
    /// @param warning warnings and changes, on the canvas
    /// @param onSignal signs and words on any of these
    /// @param tip the ground of a note beside the pointer
    /// @param tipInk its words
    public record Signals(
            Colour accent, Colour good, Colour bad, Colour warning, Colour onSignal, Colour tip, Colour tipInk) {}

    /// A sign's ground and the sign itself.
    public record Accent(Colour ground, Colour ink) {
        private static Accent of(int ground, int ink) {
            return new Accent(Colour.of(ground), Colour.of(ink));
        }
    }

    public static final Theme LIGHT = new Theme(
            Colour.of(0xf5f7fa),
            Colour.of(0xd3dae3),
            Colour.of(0xffffff),
            Colour.of(0xffffff),
            Colour.of(0xcfd7e2),
            Colour.of(0xf7f9fc),
            Colour.of(0xe6ebf2),
            Colour.of(0x141c28),
            Colour.of(0x566275),
            Colour.of(0x2f3b4d),
            Colour.of(0x566275),
            Colour.of(0x5a6a82),
            Colour.of(0xfef3c7),
            Colour.of(0x854008),
            Accent.of(0x334155, 0xffffff),
            new Colour(0x0f1b33, 0.09),
            List.of(
                    Accent.of(0xe4e8ff, 0x3f3bc4),
                    Accent.of(0xdcf5ee, 0x0b6353),
                    Accent.of(0xffe6e9, 0xb0163d),
                    Accent.of(0xdff0fe, 0x075a94),
                    Accent.of(0xf4e6ff, 0x7a22bd),
                    Accent.of(0xfdeadb, 0x9a3a0c),
                    Accent.of(0xe5f5d8, 0x37660c),
                    Accent.of(0xfde5f4, 0xa3176f)),
            new Signals(
                    Colour.of(0x3355d8),
                    Colour.of(0x14713a),
                    Colour.of(0xc0213d),
                    Colour.of(0x8a5300),
                    Colour.of(0xffffff),
                    Colour.of(0x1d2735),
                    Colour.of(0xf2f5f9)));

    public static final Theme DARK = new Theme(
            Colour.of(0x0e131a),
            Colour.of(0x242d39),
            Colour.of(0x1a222d),
            Colour.of(0x1a222d),
            Colour.of(0x35414f),
            Colour.of(0x151c26),
            Colour.of(0x2a3441),
            Colour.of(0xf2f5f9),
            Colour.of(0x9daabb),
            Colour.of(0xd0d9e4),
            Colour.of(0x9daabb),
            Colour.of(0x8496ae),
            Colour.of(0x40310f),
            Colour.of(0xfcd468),
            Accent.of(0xd5deea, 0x17202c),
            new Colour(0x000000, 0.45),
            List.of(
                    Accent.of(0x2b2f5c, 0xb3bcff),
                    Accent.of(0x123d38, 0x6fe0c6),
                    Accent.of(0x4d1f2c, 0xffa3b1),
                    Accent.of(0x12395a, 0x86cbff),
                    Accent.of(0x3c2357, 0xd9b0ff),
                    Accent.of(0x4a2a17, 0xffb98a),
                    Accent.of(0x283d14, 0xb4e07e),
                    Accent.of(0x481f3b, 0xffa1dc)),
            new Signals(
                    Colour.of(0x8fa8ff),
                    Colour.of(0x5fd08a),
                    Colour.of(0xff8f9b),
                    Colour.of(0xf0b849),
                    Colour.of(0x10151c),
                    Colour.of(0xe4eaf2),
                    Colour.of(0x141c28)));

    /// The accent of a function type: always the same one.
    public Accent accent(String type) {
        return accents.get(Math.floorMod(type.hashCode(), accents.size()));
    }
}
