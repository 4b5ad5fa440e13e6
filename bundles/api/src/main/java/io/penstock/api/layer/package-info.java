// SPDX-License-Identifier: Apache-2.0
/// What a protocol layer declares: headers, checksums, kinds of session.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.api.layer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
