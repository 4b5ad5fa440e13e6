// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp;

import io.penstock.api.layer.LayerView;
import io.penstock.api.layer.Level;

/// What a function reads that is shown the bytes of a TCP connection in order, each direction for itself. A
/// connection whose beginning was not seen goes by unread.
@LayerView(layer = "tcp", level = Level.READ)
public interface TcpStream {}
