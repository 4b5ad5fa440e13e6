// SPDX-License-Identifier: Apache-2.0
/// Texts for people, in resource bundles.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.words;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
