// SPDX-License-Identifier: Apache-2.0
/// Records as JSON and back.
@NullMarked
package io.penstock.shell.json;

import org.jspecify.annotations.NullMarked;
