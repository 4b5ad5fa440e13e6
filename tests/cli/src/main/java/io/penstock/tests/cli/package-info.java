// SPDX-License-Identifier: Apache-2.0
/// The command as a person runs it, in processes of its own.
@NullMarked
package io.penstock.tests.cli;

import org.jspecify.annotations.NullMarked;
