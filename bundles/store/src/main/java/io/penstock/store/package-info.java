// SPDX-License-Identifier: Apache-2.0
/// Keeps the function bundles that a person installed: jars that never change, and one file that says which count.
@NullMarked
package io.penstock.store;

import org.jspecify.annotations.NullMarked;
