// SPDX-License-Identifier: Apache-2.0
/// Counts the bytes of streams.
@NullMarked
package io.penstock.function.streamstats;

import org.jspecify.annotations.NullMarked;
