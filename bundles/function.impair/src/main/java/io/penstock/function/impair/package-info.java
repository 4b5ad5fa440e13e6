// SPDX-License-Identifier: Apache-2.0
/// Makes a link worse in a way that can be repeated.
@NullMarked
package io.penstock.function.impair;

import org.jspecify.annotations.NullMarked;
