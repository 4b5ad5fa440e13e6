// SPDX-License-Identifier: Apache-2.0
/// The drawing of a chain as records, and the document it is written in.
///
/// [ChainDocument#parse] reads a `.chain.yaml`, checks what can be checked without knowing any function, and keeps the
/// places of everything in it, so that later parts can point into the text. [ChainDiff] compares two drawings.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.chain;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
