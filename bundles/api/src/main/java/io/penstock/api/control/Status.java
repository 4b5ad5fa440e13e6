// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import java.util.List;

/// Who answers on a control connection.
///
/// @param name the dataplane's name
/// @param pid its process
/// @param startedMillis when it started, milliseconds since 1970
/// @param chains what it runs
public record Status(String name, long pid, long startedMillis, List<Running> chains) {
    /// One chain of a dataplane.
    ///
    /// @param chain its name
    /// @param file where it came from
    /// @param state what it is doing
    /// @param warnings one line each
    public record Running(String chain, String file, State state, List<String> warnings) {}

    /// What a chain is doing.
    public enum State {
        RUNNING,
        /// All inputs have ended and all that was held has left.
        ENDED,
        /// The worker died; its report says why.
        FAILED
    }
}
