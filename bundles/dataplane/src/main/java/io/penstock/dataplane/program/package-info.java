// SPDX-License-Identifier: Apache-2.0
/// A plan made to run: nodes, paths, counters, and the worker that carries packets along them.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.dataplane.program;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
