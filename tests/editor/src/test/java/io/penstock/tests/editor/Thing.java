// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

/// Something on the screen as assistive technology tells it; lengths in pixels of the screen.
///
/// @param states such as `focused,selected`
record Thing(
        String role, String name, int x, int y, int width, int height, String states, String description, String text) {
    static Thing of(String line) {
        String[] parts = line.split("\t", -1);
        return new Thing(
                parts[0],
                parts[1],
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                Integer.parseInt(parts[5]),
                parts[6],
                parts[7],
                parts[8]);
    }

    /// In a few words, for a person who asks what went wrong.
    String brief() {
        return String.join(" ", role, "'" + name + "'", x + "," + y, states, description, text)
                .strip();
    }

    /// Whether it is to be seen.
    boolean shows() {
        return x > -10_000 && width > 1;
    }

    /// Whether it is where another one is.
    boolean isWhere(Thing other) {
        return x == other.x && y == other.y && width == other.width && height == other.height;
    }

    boolean is(String state) {
        return ("," + states + ",").contains("," + state + ",");
    }

    int middleX() {
        return x + width / 2;
    }

    int middleY() {
        return y + height / 2;
    }
}
