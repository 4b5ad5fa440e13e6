// SPDX-License-Identifier: Apache-2.0
/// Ports of the driver `dpdk`: DPDK's queues, driven through a shim that JNA binds.
@NullMarked
package io.penstock.bridge;

import org.jspecify.annotations.NullMarked;
