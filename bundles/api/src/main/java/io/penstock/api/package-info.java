// SPDX-License-Identifier: Apache-2.0
/// All that the author of a function sees.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
