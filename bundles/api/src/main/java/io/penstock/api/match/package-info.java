// SPDX-License-Identifier: Apache-2.0
/// Conditions on headers in pcap-filter(7) syntax: a parser and a small sealed tree.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.api.match;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
