// SPDX-License-Identifier: Apache-2.0
/// Whatever comes from outside, mutated for as long as one likes.
@NullMarked
package io.penstock.tests.fuzz;

import org.jspecify.annotations.NullMarked;
