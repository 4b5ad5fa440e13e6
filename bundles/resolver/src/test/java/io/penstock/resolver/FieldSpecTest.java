// SPDX-License-Identifier: Apache-2.0
package io.penstock.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Handle;
import io.penstock.api.NoFields;
import io.penstock.api.Octets;
import io.penstock.api.Opening;
import io.penstock.api.SessionFunction;
import io.penstock.api.Verdict;
import org.junit.jupiter.api.Test;

class FieldSpecTest {
    /// A field of every kind.
    public interface Every {
        boolean flag();

        void flag(boolean value);

        long count();

        void count(long value);

        Thread.State state();

        void state(Thread.State value);

        @Octets(6)
        byte station(int index);

        void station(int index, byte value);

        @Handle
        default String note() {
            return "";
        }

        void note(String value);
    }

    /// A setter without a getter.
    public interface Lost {
        void nowhere(int value);
    }

    /// A getter of a type that cannot be stored.
    public interface Unfit {
        String text();
    }

    static final class Silent implements SessionFunction<NoFields> {
        @Override
        public Verdict onOpen(Opening opening, NoFields session) {
            return Verdict.PASS;
        }
    }

    @Test
    void shouldReadEveryKindOfFieldWithItsSize() {
        assertThat(FieldSpec.of(Every.class))
                .extracting(FieldSpec::name, FieldSpec::kind, FieldSpec::bytes)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("count", FieldSpec.Kind.PRIMITIVE, 8),
                        org.assertj.core.groups.Tuple.tuple("flag", FieldSpec.Kind.PRIMITIVE, 1),
                        org.assertj.core.groups.Tuple.tuple("note", FieldSpec.Kind.HANDLE, 4),
                        org.assertj.core.groups.Tuple.tuple("state", FieldSpec.Kind.ENUM, 1),
                        org.assertj.core.groups.Tuple.tuple("station", FieldSpec.Kind.OCTETS, 6));
    }

    @Test
    void shouldFindTheScratchpadThatAFunctionNames() {
        assertThat(FieldSpec.scratchpadOf(Silent.class)).isEqualTo(NoFields.class);
        assertThat(FieldSpec.of(NoFields.class)).isEmpty();
    }

    @Test
    void shouldRefuseMethodsThatAreNoFieldsAndSayWhy() {
        assertThatThrownBy(() -> FieldSpec.of(Lost.class)).hasMessageContaining("no getter of the same name");
        assertThatThrownBy(() -> FieldSpec.of(Unfit.class)).hasMessageContaining("a primitive, an enum");
    }
}
