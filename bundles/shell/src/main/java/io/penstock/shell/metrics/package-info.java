// SPDX-License-Identifier: Apache-2.0
/// Counters for monitoring.
@NullMarked
package io.penstock.shell.metrics;

import org.jspecify.annotations.NullMarked;
