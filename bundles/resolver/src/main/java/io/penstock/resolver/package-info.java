// SPDX-License-Identifier: Apache-2.0
/// Makes a plan from a chain and from what its functions and the layers declare; pure, without I/O.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.resolver;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
