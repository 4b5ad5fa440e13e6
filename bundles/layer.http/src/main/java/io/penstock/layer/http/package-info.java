// SPDX-License-Identifier: Apache-2.0
/// HTTP/1.1 (RFC 9110, RFC 9112): shows what messages carry, and frames what becomes of it.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.layer.http;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
