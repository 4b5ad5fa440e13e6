// SPDX-License-Identifier: Apache-2.0
/// Adds, sets and removes fields of HTTP messages.
@NullMarked
package io.penstock.function.httpheaders;

import org.jspecify.annotations.NullMarked;
