// SPDX-License-Identifier: Apache-2.0
/// The dataplane: chains assembled, run and asked about.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.dataplane;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
