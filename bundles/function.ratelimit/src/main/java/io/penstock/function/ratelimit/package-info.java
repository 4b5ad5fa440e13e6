// SPDX-License-Identifier: Apache-2.0
/// Limits the rate of sessions and clients.
@NullMarked
package io.penstock.function.ratelimit;

import org.jspecify.annotations.NullMarked;
