// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Handle;
import io.penstock.api.Octets;
import io.penstock.dataplane.session.Handles;
import io.penstock.dataplane.session.Scratchpad;
import io.penstock.dataplane.session.Scratchpads;
import io.penstock.resolver.FieldSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScratchpadTest {
    private static final int RECORD = 256;

    /// A field of each kind.
    public interface Everything {
        boolean flag();

        void flag(boolean value);

        byte small();

        void small(byte value);

        short less();

        void less(short value);

        char letter();

        void letter(char value);

        int whole();

        void whole(int value);

        long great();

        void great(long value);

        float rough();

        void rough(float value);

        double fine();

        void fine(double value);

        Mood mood();

        void mood(Mood value);

        @Octets(5)
        byte mark(int index);

        void mark(int index, byte value);

        @Handle
        default List<String> notes() {
            return List.of();
        }

        void notes(List<String> value);
    }

    /// Values of the enum field; the first is what a new session has.
    public enum Mood {
        CALM,
        BUSY,
        CROSS
    }

    private final List<FieldSpec> fields = FieldSpec.of(Everything.class);
    private final Scratchpad pad = Scratchpads.make(Everything.class, fields);
    private final MemorySegment memory = Arena.ofAuto().allocate(2 * RECORD, 8);
    private final Handles handles = new Handles();

    private Everything session(int number) {
        int[] offsets = new int[fields.size()];
        int offset = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset;
            offset += fields.get(i).bytes() + 7 & ~7;
        }
        pad.look(memory, (long) number * RECORD, offsets, handles);
        return (Everything) pad;
    }

    private static void fill(Everything session, int sign) {
        session.flag(sign > 0);
        session.small((byte) (sign * 100));
        session.less((short) (sign * 30_000));
        session.letter((char) (0xff00 + sign));
        session.whole(sign * 2_000_000_000);
        session.great(sign * 9_000_000_000_000_000_000L);
        session.rough(sign * 1.5e30f);
        session.fine(sign * 1.5e300);
        session.mood(sign > 0 ? Mood.CROSS : Mood.BUSY);
        for (int i = 0; i < 5; i++) {
            session.mark(i, (byte) (sign * (i + 1)));
        }
        session.notes(List.of("sign " + sign));
    }

    private static void check(Everything session, int sign) {
        assertThat(session.flag()).isEqualTo(sign > 0);
        assertThat(session.small()).isEqualTo((byte) (sign * 100));
        assertThat(session.less()).isEqualTo((short) (sign * 30_000));
        assertThat(session.letter()).isEqualTo((char) (0xff00 + sign));
        assertThat(session.whole()).isEqualTo(sign * 2_000_000_000);
        assertThat(session.great()).isEqualTo(sign * 9_000_000_000_000_000_000L);
        assertThat(session.rough()).isEqualTo(sign * 1.5e30f);
        assertThat(session.fine()).isEqualTo(sign * 1.5e300);
        assertThat(session.mood()).isEqualTo(sign > 0 ? Mood.CROSS : Mood.BUSY);
        for (int i = 0; i < 5; i++) {
            assertThat(session.mark(i)).isEqualTo((byte) (sign * (i + 1)));
        }
        assertThat(session.notes()).containsExactly("sign " + sign);
    }

    @Test
    void shouldKeepEveryKindOfFieldApartInTwoSessions() {
        fill(session(0), 1);
        fill(session(1), -1);
        check(session(0), 1);
        check(session(1), -1);
        fill(session(0), -1);
        check(session(0), -1);
        check(session(1), -1);
    }

    @Test
    void shouldBeginWithNothing() {
        Everything session = session(0);
        assertThat(session.flag()).isFalse();
        assertThat(session.great()).isZero();
        assertThat(session.fine()).isZero();
        assertThat(session.mood()).isEqualTo(Mood.CALM);
        assertThat(session.notes()).isEmpty();
    }

    @Test
    void shouldRefuseOctetsOutsideTheField() {
        Everything session = session(0);
        assertThatThrownBy(() -> session.mark(5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> session.mark(-1, (byte) 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
