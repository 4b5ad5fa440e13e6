// SPDX-License-Identifier: Apache-2.0
/// The rules of the house that a compiler does not hold.
@NullMarked
package io.penstock.tests.arrows;

import org.jspecify.annotations.NullMarked;
