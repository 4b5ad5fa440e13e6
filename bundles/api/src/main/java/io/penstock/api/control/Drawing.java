// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import io.penstock.api.Refused;

/// Draws a chain as a picture, without a display; registered as a service.
public interface Drawing {
    /// The kinds of picture.
    enum Format {
        SVG,
        PNG
    }

    /// The colours of a picture.
    enum Theme {
        LIGHT,
        DARK
    }

    /// Draws a chain.
    ///
    /// @param file its name for messages, and where a layout file is looked for beside it
    /// @param text the YAML document
    /// @param scale 1 to 4; pixels for each unit of the drawing
    /// @return the picture's bytes; for SVG they are UTF-8 text
    /// @throws Refused when the document is not a chain
    byte[] draw(String file, String text, Format format, Theme theme, double scale) throws Refused;
}
