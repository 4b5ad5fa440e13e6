// SPDX-License-Identifier: Apache-2.0
/// The function bundles that a person installed, and how another version of one is tried.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.api.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
