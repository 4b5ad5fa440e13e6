// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.layer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a type of a layer's bundle that functions name in `@Vnf(over = ...)`: reading it needs this layer at this
/// level.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface LayerView {
    /// The header's name, such as `tcp`.
    String layer();

    /// The least level that reading this needs.
    Level level();
}
