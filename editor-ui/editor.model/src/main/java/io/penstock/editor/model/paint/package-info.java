// SPDX-License-Identifier: Apache-2.0
/// One painter for every back: what is measured here is what is drawn.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.paint;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
