// SPDX-License-Identifier: Apache-2.0
/// Tells who talks most, and by which protocol.
@NullMarked
package io.penstock.function.stats;

import org.jspecify.annotations.NullMarked;
