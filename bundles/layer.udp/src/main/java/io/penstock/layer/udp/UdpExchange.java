// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.udp;

import io.penstock.api.layer.LayerView;
import io.penstock.api.layer.Level;

/// What a function reads that relies on whether the datagrams of a session were answered.
@LayerView(layer = "udp", level = Level.TRACK)
public interface UdpExchange {}
