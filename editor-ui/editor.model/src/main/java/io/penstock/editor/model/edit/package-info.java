// SPDX-License-Identifier: Apache-2.0
/// What a person does to a drawing: commands, undo and redo, selection, clipboard, and which wires may be drawn.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.edit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
