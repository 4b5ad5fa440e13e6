// SPDX-License-Identifier: Apache-2.0
/// Spreads sessions over backends.
@NullMarked
package io.penstock.function.balancer;

import org.jspecify.annotations.NullMarked;
