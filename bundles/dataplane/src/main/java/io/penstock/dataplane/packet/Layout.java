// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import org.jspecify.annotations.Nullable;

/// Which headers a frame has and where each begins: of one frame, or of all frames of one shape.
final class Layout {
    final Header[] headers = new Header[Frame.MAX_HEADERS];
    final int[] starts = new int[Frame.MAX_HEADERS];
    final long[] selected = new long[Frame.MAX_HEADERS];
    int depth;

    /// The link address that frames go to, and where its header begins; null where they have none.
    @Nullable
    Field station;

    int stationAt;

    /// Where the ends are, in all frames of one shape; none where they are not told by the shape alone.
    EndField[] ends = new EndField[0];

    void clear() {
        depth = 0;
        station = null;
    }

    void push(Header header, int start) {
        if (station == null) {
            findStation(header, start);
        }
        headers[depth] = header;
        starts[depth] = start;
        selected[depth] = -1;
        depth++;
    }

    private void findStation(Header header, int start) {
        for (int i = 0; i < header.pairs().size(); i++) {
            if (header.pairs().get(i).role() == Header.Role.STATION) {
                station = header.pairs().get(i).to();
                stationAt = start;
            }
        }
    }

    void select(long number) {
        selected[depth - 1] = number;
    }

    /// The depth of the outermost header like this one, -1 where there is none.
    int find(Header header) {
        for (int i = 0; i < depth; i++) {
            if (headers[i] == header) {
                return i;
            }
        }
        return find(header.name());
    }

    /// The depth of the outermost header of this name, -1 where there is none.
    int find(String name) {
        for (int i = 0; i < depth; i++) {
            if (headers[i].name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
