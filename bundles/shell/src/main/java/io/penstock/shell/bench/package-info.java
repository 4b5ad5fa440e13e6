// SPDX-License-Identifier: Apache-2.0
/// Measurements of the running platform against programs that people know, as ratios within one run.
@NullMarked
package io.penstock.shell.bench;

import org.jspecify.annotations.NullMarked;
