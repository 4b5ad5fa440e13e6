// SPDX-License-Identifier: Apache-2.0
/// Where configured functions come from.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.dataplane.function;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
