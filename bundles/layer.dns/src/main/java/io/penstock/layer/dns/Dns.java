// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.dns;

import io.penstock.api.layer.Header;
import io.penstock.api.layer.Layer;
import io.penstock.api.stream.Protocol;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// DNS in datagrams.
@Component
public final class Dns implements Layer {
    @Override
    public List<Header> headers() {
        return List.of();
    }

    @Override
    public List<Protocol> protocols() {
        return List.of(new DnsProtocol());
    }
}
