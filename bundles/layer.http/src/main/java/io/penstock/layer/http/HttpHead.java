// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.layer.LayerView;
import io.penstock.api.layer.Level;

/// What a function reads that is told of the head of each HTTP message, by a [HttpMessage], and is shown no content.
@LayerView(layer = "http-head", level = Level.READ)
public interface HttpHead {}
