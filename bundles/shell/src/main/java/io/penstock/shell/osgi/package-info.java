// SPDX-License-Identifier: Apache-2.0
/// The verbs in a framework: how they are started, what they find there, and the interactive shell.
@NullMarked
package io.penstock.shell.osgi;

import org.jspecify.annotations.NullMarked;
