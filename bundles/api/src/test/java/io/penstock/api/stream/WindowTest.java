// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Bytes;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WindowTest {
    private final Offer offer = new Offer();

    @Test
    void shouldApplyChangesByPlaceWhateverTheirOrder() {
        var window = show("0123456789");
        window.append(Bytes.utf8("end"));
        window.replace(4, 2, Bytes.utf8("-four-"));
        window.insert(0, Bytes.utf8(">"));
        window.remove(8, 2);

        assertThat(result(10)).isEqualTo(">0123-four-67end");
        assertThat(offer.growth()).isEqualTo(6);
    }

    @Test
    void shouldKeepInsertionsAtOnePlaceInTheirOrder() {
        var window = show("ab");
        window.insert(1, Bytes.utf8("x"));
        window.insert(1, Bytes.utf8("y"));

        assertThat(result(2)).isEqualTo("axyb");
    }

    @Test
    void shouldForgetChangesOfBytesThatAreHeld() {
        var window = show("good evil ev");
        window.replace(5, 4, Bytes.utf8("***"));
        window.replace(10, 2, Bytes.utf8("no"));
        offer.holdFrom(10);

        assertThat(result(10)).isEqualTo("good *** ");
    }

    @Test
    void shouldRefuseChangesThatOverlapOrLeaveTheWindow() {
        var window = show("0123456789");
        window.replace(4, 2, Bytes.EMPTY);

        assertThatThrownBy(() -> window.replace(5, 1, Bytes.EMPTY)).hasMessageContaining("overlaps");
        assertThatThrownBy(() -> window.replace(3, 2, Bytes.EMPTY)).hasMessageContaining("overlaps");
        assertThatThrownBy(() -> window.replace(9, 2, Bytes.EMPTY)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> offer.holdFrom(5)).hasMessageContaining("inside a change");
        assertThatThrownBy(() -> window.u8(10)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void fault98ShouldShowNothingOnceTheCallIsOver() {
        var window = show("secret");
        offer.hide();

        assertThat(window.length()).isZero();
        assertThatThrownBy(() -> window.u8(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void fault99ShouldBoundTheChangesOfOneWindow() {
        var window = show("x");
        for (int i = 0; i < Edits.LIMIT; i++) {
            window.append(Bytes.EMPTY);
        }

        assertThatThrownBy(() -> window.append(Bytes.EMPTY)).hasMessageContaining("65536 changes");
    }

    @Test
    void shouldMakeTheVerdictOfAHoldOnce() {
        assertThat(Verdict.holdFrom(1_460)).isSameAs(Verdict.holdFrom(1_460));
        assertThat(Verdict.holdFrom(1_460).heldFrom()).isEqualTo(1_460);
        assertThat(Verdict.holdFrom(1 << 20).heldFrom()).isEqualTo(1 << 20);
        assertThat(Verdict.reply("page", Bytes.utf8("no")).answer()).hasToString("no");
        assertThat(Verdict.DONE.passes()).isTrue();
    }

    private Window show(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return offer.show(MemorySegment.ofArray(octets), 0, octets.length, 0, 0, false, Side.CLIENT);
    }

    private String result(int passing) {
        byte[] to = new byte[100];
        int length = offer.copyTo(MemorySegment.ofArray(to), 0, passing);
        return new String(Arrays.copyOf(to, length), StandardCharsets.UTF_8);
    }
}
