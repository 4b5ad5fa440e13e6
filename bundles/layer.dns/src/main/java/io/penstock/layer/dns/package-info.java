// SPDX-License-Identifier: Apache-2.0
/// DNS messages (RFC 1035).
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.layer.dns;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
