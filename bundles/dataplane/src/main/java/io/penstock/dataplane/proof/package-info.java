// SPDX-License-Identifier: Apache-2.0
/// Proves a plan: the functions of a chain run one after the other, slowly and simply, beside the program that
/// would run, on packets that are made so that each match decides at least once.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.dataplane.proof;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
