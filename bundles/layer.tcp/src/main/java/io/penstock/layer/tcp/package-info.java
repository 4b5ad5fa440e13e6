// SPDX-License-Identifier: Apache-2.0
/// TCP (RFC 9293): headers and the states of a connection.
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.layer.tcp;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
