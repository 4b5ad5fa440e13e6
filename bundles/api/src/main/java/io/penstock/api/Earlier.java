// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// What the version before had kept of a session in its fields, while it is carried over; see
/// [NetworkFunction#onCarry]. Valid during that call only.
public interface Earlier {
    /// Whether the version before had a field of this name.
    boolean has(String field);

    /// A whole number, boolean (0 or 1) or character.
    ///
    /// @return its value; 0 where there was no such field
    long number(String field);

    /// A number with a fraction.
    ///
    /// @return its value; 0 where there was no such field
    double decimal(String field);

    /// The name of an enum's constant.
    ///
    /// @return it; empty where there was no such field
    String constant(String field);

    /// One octet of a field of octets.
    ///
    /// @return it; 0 where there was no such field or it was shorter
    byte octet(String field, int index);
}
