// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RectTest {
    private static final Rect BOX = new Rect(10, 20, 30, 40);

    @Test
    void shouldMeetLinesThatCrossItEndInItOrTouchIt() {
        assertThat(BOX.meets(new Point(0, 40), new Point(100, 40))).isTrue();
        assertThat(BOX.meets(new Point(20, 30), new Point(100, 400))).isTrue();
        assertThat(BOX.meets(new Point(15, 25), new Point(16, 26))).isTrue();
        assertThat(BOX.meets(new Point(10, 0), new Point(10, 100))).isTrue();
        assertThat(BOX.meets(new Point(25, 40), new Point(25, 40))).isTrue();
    }

    @Test
    void shouldNotMeetLinesBesideIt() {
        assertThat(BOX.meets(new Point(0, 0), new Point(100, 10))).isFalse();
        assertThat(BOX.meets(new Point(0, 25), new Point(25, 0))).isFalse();
        assertThat(BOX.meets(new Point(5, 5), new Point(5, 5))).isFalse();
        assertThat(BOX.meets(new Point(0, 40), new Point(9, 40))).isFalse();
    }

    @Test
    void shouldMeetALineOfWhichAPointIsInside() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            Point from = new Point(random.nextInt(60), random.nextInt(80));
            Point to = new Point(random.nextInt(60), random.nextInt(80));
            boolean inside = false;
            for (int step = 0; step <= 200; step++) {
                double t = step / 200.0;
                Point at = new Point(from.x() + t * (to.x() - from.x()), from.y() + t * (to.y() - from.y()));
                inside |= BOX.contains(at);
            }
            if (inside) {
                assertThat(BOX.meets(from, to)).as(from + " to " + to).isTrue();
            }
        }
    }
}
