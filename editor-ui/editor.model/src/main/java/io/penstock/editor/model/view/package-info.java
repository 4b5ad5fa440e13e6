// SPDX-License-Identifier: Apache-2.0
/// What is seen: zoom and pan, what is under the pointer, alignment, walking by keyboard, and names in words.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.view;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
