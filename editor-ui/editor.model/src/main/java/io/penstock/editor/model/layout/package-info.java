// SPDX-License-Identifier: Apache-2.0
/// Where things stand: layers from the client side to the server side.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.layout;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
