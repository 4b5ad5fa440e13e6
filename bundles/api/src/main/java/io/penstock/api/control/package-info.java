// SPDX-License-Identifier: Apache-2.0
/// The control interface that the command line, Gogo and the editor use.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.api.control;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
