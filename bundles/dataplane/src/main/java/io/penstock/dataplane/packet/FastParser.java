// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.Side;
import io.penstock.api.port.Burst;
import java.util.List;

/// Recognises the shapes that most frames have, by code that is generated from what the layers declare, and makes the
/// words of their keys; checksums over payloads it leaves alone. A frame that it does not recognise, or in which
/// anything is unusual, is left to [Parser] and
/// [Keys], with which it agrees on all others.
public abstract class FastParser {
    /// The shape of a frame that has to be parsed the slow way.
    public static final int SLOW = -1;

    private final List<Shape> shapes;

    protected FastParser(List<Shape> shapes) {
        this.shapes = shapes;
    }

    /// @param found takes what is found
    public static FastParser of(Headers headers, Keys keys, BurstKeys found) {
        return new FastParserClass(new ShapeTree(headers, keys), found).make();
    }

    /// The shape with this index.
    public final Shape shape(int index) {
        return shapes.get(index);
    }

    public final List<Shape> shapes() {
        return shapes;
    }

    /// Called by generated code: looks at one frame.
    protected static void look(Frame frame, Burst burst, int slot) {
        frame.glance(burst.memory[slot], burst.offset[slot], burst.length[slot], burst.wireLength[slot]);
    }

    /// Called by generated code.
    protected static int linkType(Burst burst, int slot) {
        return burst.origin[slot].linkType();
    }

    /// Called by generated code: has a view look at a frame of a burst whose shape was found.
    public final void show(Frame frame, Burst burst, int slot, BurstKeys found, Side side, long now) {
        wrap(frame, burst, slot, found.shapes()[slot]);
        frame.came(side, now);
    }

    /// Has a view look at a frame of a burst whose shape was found.
    public final void wrap(Frame frame, Burst burst, int slot, int shape) {
        frame.wrap(
                burst.memory[slot], burst.offset[slot], burst.length[slot], burst.wireLength[slot], shapes.get(shape));
    }

    /// Looks at every frame of a burst.
    public abstract void parse(Burst burst);
}
