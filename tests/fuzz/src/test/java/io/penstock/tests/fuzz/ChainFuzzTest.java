// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.chain.ChainDocument;
import java.nio.charset.StandardCharsets;

/// Any text is a chain or is refused in lines; its canonical form is canonical, and says the same.
class ChainFuzzTest {
    @FuzzTest
    void shouldKeepMeaningInCanonicalForm(byte[] data) throws Refused {
        String text = new String(data, StandardCharsets.UTF_8);
        ChainDocument read;
        try {
            read = ChainDocument.parse("fuzz.chain.yaml", text);
        } catch (Refused refused) {
            assertThat(refused.problems()).isNotEmpty();
            assertThat(refused.problems()).extracting(Problem::oneLine).noneMatch(line -> line.contains("\n"));
            return;
        }
        String canonical = read.canonical();
        ChainDocument again = ChainDocument.parse("fuzz.chain.yaml", canonical);
        assertThat(again.chain()).isEqualTo(read.chain());
        assertThat(again.canonical()).isEqualTo(canonical);
        assertThat(again.hash()).isEqualTo(read.hash());
    }
}
