// SPDX-License-Identifier: Apache-2.0
/// What people read: tables and sections made of the records of the control interface.
@NullMarked
package io.penstock.shell.text;

import org.jspecify.annotations.NullMarked;
