// SPDX-License-Identifier: Apache-2.0
/// Points, rectangles and outlines, in units of the drawing: x to the right, y downwards.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.geometry;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
