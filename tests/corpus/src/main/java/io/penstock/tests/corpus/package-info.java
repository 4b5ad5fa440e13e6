// SPDX-License-Identifier: Apache-2.0
/// Captures that others made, carried through chains.
@NullMarked
package io.penstock.tests.corpus;

import org.jspecify.annotations.NullMarked;
