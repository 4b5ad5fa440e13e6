// SPDX-License-Identifier: Apache-2.0
/// The verbs: one implementation for the command line and for Gogo.
@NullMarked
package io.penstock.shell;

import org.jspecify.annotations.NullMarked;
