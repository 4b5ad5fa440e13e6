// SPDX-License-Identifier: Apache-2.0
/// Pictures without a display: SVG, and PNG by Java2D.
@NullMarked
package io.penstock.editor.model.picture;

import org.jspecify.annotations.NullMarked;
