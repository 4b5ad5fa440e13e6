// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.scene;

import io.penstock.chain.End;
import io.penstock.chain.Wire;
import java.util.List;

/// What a picture says.
///
/// @param title the chain's name
/// @param elements ports and nodes in document order; names are unique
/// @param links wires in document order; both ends are elements
public record Scene(String title, List<Element> elements, List<Link> links) {
    public Scene {
        elements = List.copyOf(elements);
        links = List.copyOf(links);
    }

    /// A wire.
    ///
    /// @param connector the output's name; empty for the only one
    public record Link(String from, String connector, String to) {
        /// The same of a chain.
        public static Link of(Wire wire) {
            return new Link(
                    wire.from().element(), wire.from().connector(), wire.to().element());
        }

        /// The same in a chain.
        public Wire wire() {
            return new Wire(new End(from, connector), End.of(to));
        }

        /// As it is written in a chain.
        public String text() {
            return (connector.isEmpty() ? from : from + "." + connector) + " -> " + to;
        }
    }

    /// How large the chain is, in words.
    public String summary() {
        long functions = elements.stream()
                .filter(element -> element.kind() == Element.Kind.FUNCTION)
                .count();
        return String.join(
                " · ",
                counted(elements.size() - functions, "port"),
                counted(functions, "function"),
                counted(links.size(), "wire"));
    }

    private static String counted(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }
}
