// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.remote;

import java.time.Duration;

/// What a control socket grants its clients.
///
/// @param requestBytes the longest request
/// @param connections at the same time
/// @param idle how long a connection may wait with, or be sending, its next request; and how long an answer may
/// take to be read
public record Limits(int requestBytes, int connections, Duration idle) {
    /// 2 MB, 16 connections, 60 seconds.
    public static final Limits USUAL = new Limits(2 << 20, 16, Duration.ofSeconds(60));
}
