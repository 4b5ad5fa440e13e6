// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.Earlier;
import io.penstock.api.Handle;
import io.penstock.api.Octets;
import io.penstock.api.Packet;
import io.penstock.api.PacketFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;

/// One function in several versions whose fields differ.
final class Versions {
    private Versions() {}

    /// What the old version writes: each field has a value that is none of its type's usual ones.
    @Vnf(type = "v", name = "First")
    public static final class First implements PacketFunction<First.Fields> {
        public enum Mood {
            CALM,
            BUSY,
            WILD
        }

        public interface Fields {
            boolean flag();

            void flag(boolean value);

            byte small();

            void small(byte value);

            short medium();

            void medium(short value);

            char letter();

            void letter(char value);

            int number();

            void number(int value);

            long large();

            void large(long value);

            float part();

            void part(float value);

            double exact();

            void exact(double value);

            Mood mood();

            void mood(Mood value);

            @Octets(4)
            byte raw(int index);

            void raw(int index, byte value);

            @Handle
            default Object held() {
                return "none";
            }

            void held(Object value);

            int old();

            void old(int value);
        }

        @Override
        public Verdict onPacket(Packet packet, Fields fields) {
            fields.flag(true);
            fields.small((byte) -5);
            fields.medium((short) -300);
            fields.letter('é');
            fields.number(-70_000);
            fields.large(1L << 40);
            fields.part(1.5f);
            fields.exact(-2.25);
            fields.mood(Mood.WILD);
            fields.raw(0, (byte) 1);
            fields.raw(3, (byte) 4);
            fields.held("kept");
            fields.old(42);
            return Verdict.PASS;
        }
    }

    /// Only looks.
    @Vnf(type = "v", name = "Same fields")
    public static final class Same implements PacketFunction<First.Fields> {
        @Override
        public Verdict onPacket(Packet packet, First.Fields fields) {
            return Verdict.PASS;
        }
    }

    /// Other types, other sizes, renamed fields with and without conversion, new ones.
    @Vnf(type = "v", name = "Other fields")
    public static final class Other implements PacketFunction<Other.OtherFields> {
        public interface OtherFields {
            int flag();

            void flag(int value);

            byte small();

            void small(byte value);

            int medium();

            void medium(int value);

            char letter();

            void letter(char value);

            long number();

            void number(long value);

            long large();

            void large(long value);

            double part();

            void part(double value);

            double exact();

            void exact(double value);

            First.Mood mood();

            void mood(First.Mood value);

            @Octets(8)
            byte raw(int index);

            void raw(int index, byte value);

            int renamed();

            void renamed(int value);

            int fresh();

            void fresh(int value);
        }

        @Override
        public Verdict onPacket(Packet packet, OtherFields fields) {
            return Verdict.PASS;
        }

        @Override
        public void onCarry(Earlier before, OtherFields fields) {
            fields.renamed((int) before.number("old"));
            fields.number(before.number("number"));
            fields.part(before.decimal("part"));
            fields.flag(before.has("flag") && !before.has("none") ? (int) before.number("flag") : -1);
            for (int i = 0; i < 4; i++) {
                fields.raw(i, before.octet("raw", i));
            }
            if (before.constant("mood").equals("WILD")) {
                fields.mood(First.Mood.BUSY);
            }
        }
    }

    /// Throws at the first packet.
    @Vnf(type = "v", name = "Broken")
    public static final class Throws implements PacketFunction<First.Fields> {
        @Override
        public Verdict onPacket(Packet packet, First.Fields fields) {
            throw new IllegalStateException("broken version");
        }

        @Override
        public void onCarry(Earlier before, First.Fields fields) {
            throw new IllegalStateException("broken conversion");
        }
    }
}
