// SPDX-License-Identifier: Apache-2.0
/// What is wrong with a drawing, where it is, and what mends it.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.problem;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
