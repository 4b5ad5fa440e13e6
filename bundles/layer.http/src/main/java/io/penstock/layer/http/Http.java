// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.layer.Header;
import io.penstock.api.layer.Layer;
import io.penstock.api.stream.Protocol;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// HTTP/1.1 in the streams of TCP.
@Component
public final class Http implements Layer {
    @Override
    public List<Header> headers() {
        return List.of();
    }

    @Override
    public List<Protocol> protocols() {
        return List.of(new HttpProtocol("http", true), new HttpProtocol("http-head", false));
    }
}
