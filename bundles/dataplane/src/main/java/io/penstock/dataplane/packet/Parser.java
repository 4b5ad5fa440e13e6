// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds a frame's headers by following what the layers declared: a table of steps, made once, one for each header.
///
/// It reads no octet beyond what was captured, follows a bounded number of headers, and allocates nothing.
public final class Parser {
    /// What [#parse] returns where nothing is wrong.
    public static final String FINE = "";

    /// What [#parse] returns where no layer reads this link type.
    public static final String UNREAD = "unread-link-type";

    private static final String TOO_MANY = "too-many-headers";
    private static final String NOT_CAPTURED = "not-captured";

    /// The least that an error message quotes of what it is about (RFC 792).
    private static final int QUOTED_OCTETS = 8;

    private final Headers.Numbers roots;
    private final Headers.Numbers quoted;
    private final IdentityHashMap<Header, Step> steps = new IdentityHashMap<>();

    public Parser(Headers headers) {
        roots = headers.space(Headers.LINK_TYPE);
        quoted = headers.space(Headers.QUOTED);
        for (Header header : headers.all()) {
            steps.put(header, new Step(header, headers));
        }
    }

    /// Finds the headers of a frame.
    ///
    /// @return [#FINE], [#UNREAD], or why the frame is invalid, in kebab case
    public String parse(Frame frame, int linkType) {
        int root = roots.find(linkType);
        if (root < 0) {
            return UNREAD;
        }
        return follow(frame, step(roots.get(root)));
    }

    private String follow(Frame frame, Step first) {
        Optional<Step> next = first.self;
        int at = 0;
        int end = frame.wireLength();
        while (next.isPresent()) {
            Step step = next.get();
            String fault = step.enter(frame, at, end);
            if (!fault.isEmpty()) {
                return fault;
            }
            at = frame.bodyOf(frame.depth() - 1);
            end = frame.endOf(frame.depth() - 1);
            next = step.leave(frame);
        }
        return FINE;
    }

    /// Finds the headers of what an error message quotes, which may be cut anywhere behind its first octets;
    /// lengths and checks do not count there.
    ///
    /// @param frame wraps the quoted octets
    /// @return whether a header was found
    boolean parseQuoted(Frame frame) {
        if (frame.length() < 1) {
            return false;
        }
        int first = quoted.find(frame.u8(0) >> 4);
        if (first < 0) {
            return false;
        }
        Optional<Step> next = step(quoted.get(first)).self;
        while (next.isPresent() && next.get().enterQuoted(frame, frame.body())) {
            next = next.get().leave(frame);
        }
        return frame.depth() > 0;
    }

    private Step step(Header header) {
        Step found = steps.get(header);
        if (found == null) {
            throw new IllegalStateException("no layer declares " + header);
        }
        return found;
    }

    /// What is known of one header before any packet comes.
    private final class Step {
        private final Optional<Step> self = Optional.of(this);
        private final Header header;
        private final int octets;
        private final Optional<Header.Scaled> length;
        private final Optional<Header.Scaled> extent;
        private final Optional<Field> next;
        private final Headers.Numbers following;
        private final List<Header.Check> checks;
        private final int quotedOctets;
        private final String tooShort;
        private final String badHeaderLength;
        private final String badLength;

        Step(Header header, Headers headers) {
            this.header = header;
            octets = header.octets();
            length = header.length();
            extent = header.extent();
            next = header.next();
            following = headers.space(header.space());
            checks = header.checks();
            quotedOctets = Math.min(octets, Math.max(QUOTED_OCTETS, keyOctets(header)));
            tooShort = header.name() + "-too-short";
            badHeaderLength = header.name() + "-header-length";
            badLength = header.name() + "-length";
        }

        /// How many octets of a header a session's key is made of.
        private static int keyOctets(Header header) {
            Stream<Field> pairs = header.pairs().stream().flatMap(pair -> Stream.of(pair.from(), pair.to()));
            return Stream.concat(pairs, header.singles().stream())
                    .mapToInt(field -> field.octet() + field.octets())
                    .max()
                    .orElse(0);
        }

        String enter(Frame frame, int at, int outerEnd) {
            if (frame.depth() == Frame.MAX_HEADERS) {
                return TOO_MANY;
            }
            if (at + octets > outerEnd) {
                return tooShort;
            }
            if (at + octets > frame.length()) {
                return NOT_CAPTURED;
            }
            frame.push(header, at, outerEnd);
            String fault = measure(frame, at, outerEnd);
            return fault.isEmpty() ? check(frame, at) : fault;
        }

        private String measure(Frame frame, int at, int outerEnd) {
            long own = octets;
            if (length.isPresent()) {
                Header.Scaled scaled = length.get();
                own = scaled.of(frame.read(scaled.field(), at));
                if (scaled.times() != 0 && own < octets || at + own > outerEnd) {
                    return badHeaderLength;
                }
                if (at + own > frame.length()) {
                    return NOT_CAPTURED;
                }
            }
            int end = outerEnd;
            if (extent.isPresent()) {
                Header.Scaled scaled = extent.get();
                long whole = scaled.of(frame.read(scaled.field(), at));
                if (whole < own || at + whole > outerEnd && !frame.isPartial()) {
                    return badLength;
                }
                end = (int) Math.min(at + whole, outerEnd);
            }
            frame.bounds((int) (at + own), end);
            return FINE;
        }

        private String check(Frame frame, int at) {
            int end = frame.endOf(frame.depth() - 1);
            for (int i = 0; i < checks.size(); i++) {
                if (checks.get(i).test().holds(frame, at, end)) {
                    return checks.get(i).reason();
                }
            }
            return FINE;
        }

        boolean enterQuoted(Frame frame, int at) {
            if (frame.depth() == Frame.MAX_HEADERS || at + quotedOctets > frame.length()) {
                return false;
            }
            if (at + octets > frame.length()) {
                frame.push(header, at, frame.length());
                frame.bounds(frame.length(), frame.length());
                return false;
            }
            frame.push(header, at, frame.length());
            long own = length.map(scaled -> scaled.of(frame.read(scaled.field(), at)))
                    .orElse((long) octets);
            if (own < octets || at + own > frame.length()) {
                frame.bounds(frame.length(), frame.length());
                return false;
            }
            frame.bounds((int) (at + own), frame.length());
            return true;
        }

        Optional<Step> leave(Frame frame) {
            if (next.isEmpty()) {
                return Optional.empty();
            }
            int index = frame.depth() - 1;
            long number = frame.read(next.get(), frame.start(index));
            frame.select(number);
            if (header.partial().isPresent()
                    && header.partial().get().holds(frame, frame.start(index), frame.endOf(index))) {
                frame.markPartial();
            }
            boolean opaque = header.opaque().isPresent()
                    && header.opaque().get().holds(frame, frame.start(index), frame.endOf(index));
            int found = opaque ? -1 : following.find(number);
            return found < 0 ? Optional.empty() : step(following.get(found)).self;
        }
    }
}
