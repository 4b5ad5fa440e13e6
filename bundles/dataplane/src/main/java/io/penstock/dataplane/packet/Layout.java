// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Which headers a frame has and where each begins: of one frame, or of all frames of one shape.
final class Layout {
    final Header[] headers = new Header[Frame.MAX_HEADERS];
    final int[] starts = new int[Frame.MAX_HEADERS];
    final long[] selected = new long[Frame.MAX_HEADERS];

    /// In all frames of one shape what tells how long each header is, and how much it carries; null where nothing does.
    final @Nullable Measure[] lengths = new Measure[Frame.MAX_HEADERS];

    final @Nullable Measure[] extents = new Measure[Frame.MAX_HEADERS];
    int depth;

    /// The link address that frames go to, and where its header begins; null where they have none.
    @Nullable
    Field station;

    int stationAt;

    /// Where the ends are, in all frames of one shape; none where they are not told by the shape alone.
    EndField[] ends = new EndField[0];

    /// For the pseudo-header of each header where its words of 16 bits are; null where nobody has asked yet.
    private final int[] @Nullable [] pseudos = new int[Frame.MAX_HEADERS][];

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

    /// Has it be the layout of all frames of one shape, of whose headers only the last may be longer than the least.
    void settle() {
        lengths[depth - 1] = Measure.of(headers[depth - 1].length());
        for (int i = 0; i < depth; i++) {
            extents[i] = Measure.of(headers[i].extent());
        }
    }

    /// Where the words of a pseudo-header are in all frames of one shape.
    ///
    /// @param index the depth of the header whose it is
    /// @param below the depth of the header that it is made of
    int[] pseudo(int index, int below) {
        int[] known = pseudos[index];
        if (known == null) {
            known = headers[below].pseudo().stream()
                    .flatMapToInt(field -> IntStream.iterate(0, word -> word < field.octets(), word -> word + 2)
                            .map(word -> starts[below] + field.octet() + word))
                    .toArray();
            pseudos[index] = known;
        }
        return known;
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
