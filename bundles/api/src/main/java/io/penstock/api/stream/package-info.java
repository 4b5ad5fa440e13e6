// SPDX-License-Identifier: Apache-2.0
/// Streams for authors of functions: bytes in order, whatever protocol carries them.
///
/// A [io.penstock.api.stream.StreamFunction] is shown a [io.penstock.api.stream.Window] over the bytes that
/// have come. It changes them, and its verdict says what happens next: pass, hold from a place on until
/// more has come, done, or an end of the flow. Lengths, sequence numbers and checksums are the layers'
/// work.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.api.stream;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
