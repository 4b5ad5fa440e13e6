// SPDX-License-Identifier: Apache-2.0
/// UDP (RFC 768).
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.layer.udp;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
