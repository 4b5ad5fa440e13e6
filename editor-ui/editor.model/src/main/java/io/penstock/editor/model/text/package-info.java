// SPDX-License-Identifier: Apache-2.0
/// Text as geometry: glyphs, widths and kerning read from the bundled fonts, the same on every machine.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.text;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
