// SPDX-License-Identifier: Apache-2.0
/// Counts packets and bytes of each session.
@NullMarked
package io.penstock.function.counter;

import org.jspecify.annotations.NullMarked;
