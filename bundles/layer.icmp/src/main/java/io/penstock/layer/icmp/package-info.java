// SPDX-License-Identifier: Apache-2.0
/// ICMP (RFC 792) and ICMPv6 (RFC 4443).
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.layer.icmp;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
