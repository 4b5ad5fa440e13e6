// SPDX-License-Identifier: Apache-2.0
/// What a picture of a chain says, before anything has a size or a place.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.scene;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
