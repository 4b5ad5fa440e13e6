// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.Map;

/// A port as the chain asks for it.
///
/// @param id its name in the chain
/// @param driver the kind of port, such as `pcap`
/// @param options what the driver is told: scalars and lists of scalars, without `driver`
public record PortSpec(String id, String driver, Map<String, Object> options) {
    public PortSpec {
        options = Values.frozen(options);
    }
}
