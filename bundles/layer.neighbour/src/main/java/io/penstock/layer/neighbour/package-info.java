// SPDX-License-Identifier: Apache-2.0
/// Who has which address on a link: ARP (RFC 826) and neighbour discovery (RFC 4861).
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.layer.neighbour;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
