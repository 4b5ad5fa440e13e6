// SPDX-License-Identifier: Apache-2.0
/// The plan of a chain and the way of one packet, ready to be shown.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.plan;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
