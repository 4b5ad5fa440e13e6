// SPDX-License-Identifier: Apache-2.0
/// One class for each verb.
@NullMarked
package io.penstock.shell.verb;

import org.jspecify.annotations.NullMarked;
