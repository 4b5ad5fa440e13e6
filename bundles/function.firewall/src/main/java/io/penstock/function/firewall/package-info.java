// SPDX-License-Identifier: Apache-2.0
/// Allows and denies sessions by rules.
@NullMarked
package io.penstock.function.firewall;

import org.jspecify.annotations.NullMarked;
