// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Problem;
import io.penstock.api.Problem.Severity;
import io.penstock.api.Refused;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.chain.ChainDocument;
import io.penstock.chain.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds everything that is wrong with a chain, as far as each part of it lets itself be looked at.
public final class ChainCheck {
    private ChainCheck() {}

    /// Errors in the order of the text, then warnings; nothing is left behind.
    public static List<Problem> of(Platform platform, ChainRequest request) {
        Set<Problem> problems = new LinkedHashSet<>();
        try {
            ChainDocument document = ChainDocument.unfinished(request.file(), request.text());
            problems.addAll(document.problems());
            boolean whole = document.problems().stream().noneMatch(one -> one.severity() == Severity.ERROR);
            // Where wires are missing, each function can still be looked at by itself.
            try (Assembly assembly = new Assembly(platform, request, whole ? document : document.unwired())) {
                assembly.plan().warnings().forEach(warning -> problems.add(at(document, warning)));
            }
        } catch (Refused refused) {
            problems.addAll(refused.problems());
        }
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparing(Problem::severity));
        return List.copyOf(sorted);
    }

    /// @param warning with the node before its colon
    private static Problem at(ChainDocument document, String warning) {
        String node = warning.substring(0, Math.max(0, warning.indexOf(": ")));
        Place place = document.where(node);
        String what = warning.substring(node.isEmpty() ? 0 : node.length() + 2);
        return new Problem(Severity.WARNING, document.file(), place.line(), place.column(), node, what, "");
    }
}
