// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.udp;

import io.penstock.api.layer.LayerView;
import io.penstock.api.layer.Level;

/// What a function reads that is shown the bytes of each datagram for itself: no other follows, so that nothing can be
/// held.
@LayerView(layer = "udp", level = Level.READ)
public interface UdpPayload {}
