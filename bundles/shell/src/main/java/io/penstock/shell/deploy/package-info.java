// SPDX-License-Identifier: Apache-2.0
/// A folder that takes function bundles.
@NullMarked
package io.penstock.shell.deploy;

import org.jspecify.annotations.NullMarked;
