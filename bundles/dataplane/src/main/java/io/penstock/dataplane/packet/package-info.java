// SPDX-License-Identifier: Apache-2.0
/// Packets as the dataplane sees them: frames, the parser made from declared headers, matches bound to them.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.dataplane.packet;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
