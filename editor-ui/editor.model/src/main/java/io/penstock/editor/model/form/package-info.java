// SPDX-License-Identifier: Apache-2.0
/// Forms for what can be set, from what functions and drivers say of themselves.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.form;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
