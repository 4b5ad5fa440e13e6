// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import io.penstock.api.match.Primitives.Direction;

/// What says how an address or number that follows is meant, and, where it stands alone, those after it.
///
/// @param header `ip` in `ip host`; may be empty
record Qualifier(String header, Direction direction, Type type) {
    enum Type {
        /// Nothing says it.
        NONE,
        HOST,
        NET,
        PORT,
        PORTRANGE,
        PROTO
    }

    static final Qualifier NONE = new Qualifier("", Direction.EITHER, Type.NONE);

    /// Refuses qualifiers that do not go together.
    Qualifier checked(Token at) {
        switch (type) {
            case HOST -> allow(at, "", "ether", "ip", "ip6", "arp");
            case NET -> allow(at, "", "ip", "ip6", "arp");
            case PORT, PORTRANGE -> allow(at, "", "tcp", "udp");
            case PROTO -> {
                allow(at, "", "ether", "ip", "ip6");
                if (direction != Direction.EITHER) {
                    throw new MatchSyntax(at.column(), "a protocol has no direction", "leave out " + direction.words());
                }
            }
            case NONE -> throw new IllegalStateException("a qualifier without a type");
        }
        return this;
    }

    private void allow(Token at, String... headers) {
        for (String allowed : headers) {
            if (header.equals(allowed)) {
                return;
            }
        }
        throw new MatchSyntax(at.column(), header + " has no " + word(), mend(headers));
    }

    private String mend(String... headers) {
        if (header.equals("sctp")) {
            return "write sctp alone: its ports cannot be read";
        }
        if (header.equals("rarp")) {
            return "write rarp alone: its addresses cannot be read";
        }
        String all = String.join(", ", headers).substring(2);
        return "only " + all + " may stand before " + word() + "; join others with and";
    }

    String word() {
        return switch (type) {
            case NONE -> "qualifier";
            case HOST -> "host";
            case NET -> "net";
            case PORT -> "port";
            case PORTRANGE -> "portrange";
            case PROTO -> "proto";
        };
    }
}
