// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp;

import io.penstock.api.layer.LayerView;
import io.penstock.api.layer.Level;

/// What a function reads that relies on the state of a TCP connection: whether it is half open, in use or
/// closing. Such a function sees no packet whose flags are impossible.
@LayerView(layer = "tcp", level = Level.TRACK)
public interface TcpConnection {}
