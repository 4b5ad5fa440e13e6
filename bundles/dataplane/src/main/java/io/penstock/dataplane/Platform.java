// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.layer.Layer;
import io.penstock.api.port.PortDriver;
import io.penstock.dataplane.function.FunctionCatalog;
import java.util.List;

/// What is installed at one moment: all that a chain can be made of.
public record Platform(FunctionCatalog functions, List<Layer> layers, List<PortDriver> drivers) {
    public Platform {
        layers = List.copyOf(layers);
        drivers = List.copyOf(drivers);
    }
}
