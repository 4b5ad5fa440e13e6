// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

/// A packet that is made to come to some place of a plan.
///
/// @param text as packet text, without its side
record Sample(String text, boolean fromServer) {
    /// How people write it.
    String shown() {
        return fromServer ? "from server " + text : text;
    }
}
