// SPDX-License-Identifier: Apache-2.0
/// Ports that need no hardware: capture files and queues in memory.
///
/// A chain's `driver: pcap` reads frames from one capture and writes to another; `driver: memory` is how a test puts
/// frames in and takes frames out, see [io.penstock.ports.MemoryPorts].
@NullMarked
@Export
@Version("1.0.0")
package io.penstock.ports;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
