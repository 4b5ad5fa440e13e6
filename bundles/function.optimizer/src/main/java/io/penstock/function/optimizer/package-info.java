// SPDX-License-Identifier: Apache-2.0
/// Zips the content of HTTP responses.
@NullMarked
package io.penstock.function.optimizer;

import org.jspecify.annotations.NullMarked;
