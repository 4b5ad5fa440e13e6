// SPDX-License-Identifier: Apache-2.0
/// Ethernet II frames (IEEE 802.3) and their tags (IEEE 802.1Q).
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.layer.ethernet;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
