// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.util.List;
import org.assertj.core.api.Assertions;

/// What is said of a bad document.
final class Refusals {
    private Refusals() {}

    /// The lines of the refusal of a text; fails where it is accepted.
    static List<String> of(String text) {
        try {
            ChainDocument document = ChainDocument.parse("x.yaml", text);
            return Assertions.fail("accepted as " + document.chain());
        } catch (Refused refused) {
            return lines(refused);
        }
    }

    /// The only line of it.
    static String only(String text) {
        List<String> lines = of(text);
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    static List<String> lines(Refused refused) {
        return refused.problems().stream().map(Problem::oneLine).toList();
    }
}
