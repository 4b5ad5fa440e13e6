// SPDX-License-Identifier: Apache-2.0
/// Tests of functions without a framework: packets written as text go in, and what must come out is said in a
/// sentence.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
