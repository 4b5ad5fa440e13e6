// SPDX-License-Identifier: Apache-2.0
/// Tests of what crosses a chain: bad packets, sessions, checksums, and how little a packet costs. It holds no code.
@NullMarked
package io.penstock.tests.packets;

import org.jspecify.annotations.NullMarked;
