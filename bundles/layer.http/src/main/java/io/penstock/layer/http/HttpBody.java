// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.http;

import io.penstock.api.layer.LayerView;
import io.penstock.api.layer.Level;

/// What a function reads that is shown the content of HTTP messages, each message for itself: its first byte is byte 0,
/// and [io.penstock.api.stream.Window#isLast()] tells its end. Content that is zipped is unzipped; content that is
/// coded otherwise, and parts of a whole (206), go by unread.
@LayerView(layer = "http", level = Level.READ)
public interface HttpBody {}
