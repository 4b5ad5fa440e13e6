// SPDX-License-Identifier: Apache-2.0
/// The window in which chains are drawn, deployed and watched, on SWT. It knows no function by name and talks to a
/// dataplane only through [io.penstock.api.control.Control].
@NullMarked
package io.penstock.editor;

import org.jspecify.annotations.NullMarked;
