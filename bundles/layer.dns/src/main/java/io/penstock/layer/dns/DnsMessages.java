// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.dns;

import io.penstock.api.layer.LayerView;
import io.penstock.api.layer.Level;

/// What a function reads that is told of each DNS message by a [DnsMessage]. It is shown no bytes.
@LayerView(layer = "dns", level = Level.READ)
public interface DnsMessages {}
