// SPDX-License-Identifier: Apache-2.0
/// What one run of all tests said, as lines for a person and a closing line for a machine.
@NullMarked
package io.penstock.tests.report;

import org.jspecify.annotations.NullMarked;
