// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import io.penstock.api.Verdict;
import io.penstock.api.stream.Offer;
import io.penstock.api.stream.StreamEvent;

/// What the bytes are shown to; changes stay in the offer.
interface Reader {
    Verdict read(Offer offer, boolean toServer);

    void event(StreamEvent event, boolean toServer);
}
