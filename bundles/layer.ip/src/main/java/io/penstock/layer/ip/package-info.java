// SPDX-License-Identifier: Apache-2.0
/// IPv4 (RFC 791) and IPv6 (RFC 8200) with its extension headers.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.layer.ip;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
