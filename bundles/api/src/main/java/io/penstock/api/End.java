// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// An end of a session, as the packets of its opener name it.
public enum End {
    /// Whoever opened the session.
    SOURCE,
    /// Whoever it was opened to.
    DESTINATION
}
