// SPDX-License-Identifier: Apache-2.0
/// What runs: rates from counters, and how the drawing differs from it.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.live;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
