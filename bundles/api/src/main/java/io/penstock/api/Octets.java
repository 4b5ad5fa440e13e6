// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the getter `byte name(int index)` of a scratchpad field that is a fixed number of octets; its setter is
/// `void name(int index, byte value)`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Octets {
    /// How many octets, 1 to 256.
    int value();
}
