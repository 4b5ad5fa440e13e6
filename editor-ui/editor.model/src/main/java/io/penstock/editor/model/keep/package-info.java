// SPDX-License-Identifier: Apache-2.0
/// Files: saving whole, backups, the layout beside the chain, and a journal so that no work is lost.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.editor.model.keep;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
