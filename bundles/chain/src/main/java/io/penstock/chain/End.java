// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

/// One end of a wire.
///
/// @param element the port or node
/// @param connector the output's name; "" for the only one, and for inputs
public record End(String element, String connector) {
    /// The only output or the input of an element.
    public static End of(String element) {
        return new End(element, "");
    }

    /// `cls.web`, as it is written in a chain.
    public String text() {
        return connector.isEmpty() ? element : element + "." + connector;
    }
}
