// SPDX-License-Identifier: Apache-2.0
/// The functions and ports that can be put into a drawing.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.palette;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
