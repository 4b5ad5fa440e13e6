// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.proof;

import io.penstock.api.Side;
import io.penstock.api.layer.Field;
import io.penstock.api.match.Match;
import io.penstock.dataplane.packet.Headers;
import java.util.Arrays;
import java.util.Optional;

/// Evaluates a match as its definition says, leaf by leaf on the octets.
final class PlainOracle implements Oracle {
    private final Headers headers;
    private byte[] last = {};
    private Reading reading;

    PlainOracle(Headers headers) {
        this.headers = headers;
        reading = new Reading(last, headers);
    }

    @Override
    public boolean holds(Match match, byte[] octets, Side from) {
        if (!Arrays.equals(octets, last)) {
            last = octets.clone();
            reading = new Reading(last, headers);
        }
        return new Question(reading, from).holds(match);
    }

    /// Whether a match names a frame by something that it carries: parts that hold by absence do not count.
    boolean names(Match match, byte[] octets, Side from) {
        return new Question(new Reading(octets, headers), from).names(match);
    }

    private record Question(Reading frame, Side from) {
        boolean holds(Match match) {
            return switch (match) {
                case Match.Any any -> true;
                case Match.Not not -> !holds(not.inner());
                case Match.And and -> and.parts().stream().allMatch(this::holds);
                case Match.Or or -> or.parts().stream().anyMatch(this::holds);
                case Match.Has has -> frame.outermost(has.header()).isPresent();
                case Match.Selects leaf -> frame.said().contains(new Reading.Says(leaf.space(), leaf.number()));
                case Match.Compare leaf ->
                    place(leaf.header(), leaf.field())
                            .filter(place -> leaf.op().test(place.value() & leaf.mask(), leaf.value()))
                            .isPresent();
                case Match.Range leaf ->
                    place(leaf.header(), leaf.field())
                            .filter(place -> Long.compareUnsigned(place.value(), leaf.from()) >= 0
                                    && Long.compareUnsigned(place.value(), leaf.to()) <= 0)
                            .isPresent();
                case Match.Prefix leaf ->
                    place(leaf.header(), leaf.field())
                            .filter(place -> place.begins(leaf))
                            .isPresent();
                case Match.Octets leaf -> octets(leaf);
                case Match.Length leaf -> leaf.op().test(frame.length(), leaf.bytes());
                case Match.From leaf -> leaf.side() == from;
            };
        }

        boolean names(Match match) {
            return switch (match) {
                case Match.Any any -> false;
                case Match.Not not -> false;
                case Match.Length length -> false;
                case Match.From side -> false;
                case Match.And and -> and.parts().stream().anyMatch(this::names) && holds(and);
                case Match.Or or -> or.parts().stream().anyMatch(this::names);
                default -> holds(match);
            };
        }

        private Optional<Place> place(String header, String field) {
            return frame.outermost(header)
                    .filter(found -> found.header().fields().containsKey(field))
                    .map(found -> new Place(frame, found.header().field(field), 8 * found.start()));
        }

        private boolean octets(Match.Octets leaf) {
            Optional<Reading.Found> found = frame.outermost(leaf.header());
            if (found.isEmpty() || found.get().start() + leaf.offset() + leaf.size() > frame.length()) {
                return false;
            }
            long value = frame.bits(8 * (found.get().start() + leaf.offset()), 8 * leaf.size());
            return leaf.op().test(value & leaf.mask(), leaf.value());
        }
    }

    private record Place(Reading frame, Field field, int header) {
        long value() {
            return frame.bits(header + field.bit(), Math.min(64, field.width()));
        }

        boolean begins(Match.Prefix prefix) {
            for (int i = 0; i < prefix.bits(); i++) {
                long half = i < 64 ? prefix.high() : prefix.low();
                boolean wanted = (half >>> 63 - i % 64 & 1) == 1;
                if (frame.bit(header + field.bit() + i) != wanted) {
                    return false;
                }
            }
            return true;
        }
    }
}
