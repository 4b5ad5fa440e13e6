// SPDX-License-Identifier: Apache-2.0
/// What a port driver implements: where packets enter and leave.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.api.port;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
