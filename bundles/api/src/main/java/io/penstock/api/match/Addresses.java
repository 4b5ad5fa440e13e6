// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Literal addresses: IPv4 in dotted numbers, IPv6 (RFC 4291 section 2.2), Ethernet. Nothing is ever looked up.
final class Addresses {
    /// A left-aligned address or network: `high:low`, of which `bits` were written.
    record Address(long high, long low, int bits) {
        /// Whether all bits past `length` are 0.
        boolean endsAt(int length) {
            return (high & ~mask(length)) == 0 && (low & ~mask(length - 64)) == 0;
        }
    }

    private Addresses() {}

    /// A long whose first `bits` bits are set.
    static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= 64 ? -1L : -1L << (64 - bits);
    }

    /// One to four decimal numbers with dots between; `bits` is 8 for each number.
    static Optional<Address> ipv4(String word) {
        String[] parts = word.split("\\.", -1);
        if (parts.length > 4) {
            return Optional.empty();
        }
        long value = 0;
        for (String part : parts) {
            OptionalLong octet = octet(part);
            if (octet.isEmpty()) {
                return Optional.empty();
            }
            value = value << 8 | octet.getAsLong();
        }
        return Optional.of(new Address(value << (64 - 8 * parts.length), 0, 8 * parts.length));
    }

    /// A leading zero is refused: some programs read it as octal, some do not.
    private static OptionalLong octet(String part) {
        if (part.isEmpty() || part.length() > 3 || part.length() > 1 && part.startsWith("0")) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalLong.empty();
            }
            value = value * 10 + (c - '0');
        }
        return value > 255 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /// Whether a word is meant as dotted numbers, right or wrong.
    static boolean looksLikeIpv4(String word) {
        return word.indexOf('.') > 0 && word.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    static Optional<Address> ipv6(String word) {
        int gap = word.indexOf("::");
        if (gap < 0) {
            return groups(word).filter(all -> all.size() == 8).map(Addresses::join);
        }
        Optional<List<Integer>> head = groups(word.substring(0, gap));
        Optional<List<Integer>> tail = groups(word.substring(gap + 2));
        if (head.isEmpty()
                || tail.isEmpty()
                || head.get().size() + tail.get().size() > 7
                || gap > 0 && word.substring(0, gap).indexOf('.') >= 0) {
            return Optional.empty();
        }
        List<Integer> all = new ArrayList<>(head.get());
        while (all.size() + tail.get().size() < 8) {
            all.add(0);
        }
        all.addAll(tail.get());
        return Optional.of(join(all));
    }

    private static Optional<List<Integer>> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return Optional.of(groups);
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length && groups.size() <= 8; i++) {
            boolean dotted = i == parts.length - 1 && parts[i].indexOf('.') >= 0;
            if (dotted) {
                Optional<Address> last = ipv4(parts[i]).filter(a -> a.bits() == 32);
                if (last.isEmpty()) {
                    return Optional.empty();
                }
                groups.add((int) (last.get().high() >>> 48));
                groups.add((int) (last.get().high() >>> 32 & 0xffff));
                continue;
            }
            OptionalLong group = hex(parts[i], 4);
            if (group.isEmpty()) {
                return Optional.empty();
            }
            groups.add((int) group.getAsLong());
        }
        return Optional.of(groups);
    }

    private static Address join(List<Integer> groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups.get(i);
            low = low << 16 | groups.get(i + 4);
        }
        return new Address(high, low, 128);
    }

    private static OptionalLong hex(String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return OptionalLong.empty();
            }
            value = value << 4 | digit;
        }
        return OptionalLong.of(value);
    }

    /// Six octets with `:`, `-` or `.` between, three groups of four digits with dots, or twelve digits.
    static Optional<Address> mac(String word) {
        if (word.length() == 12) {
            Optional<Address> whole = mac(new String[] {word}, 12, 48);
            if (whole.isPresent()) {
                return whole;
            }
        }
        for (String between : List.of(":", "-", "\\.")) {
            String[] parts = word.split(between, -1);
            if (parts.length == 6) {
                return mac(parts, 2, 8);
            }
        }
        String[] parts = word.split("\\.", -1);
        boolean threeFours = parts.length == 3 && word.length() == 14;
        return threeFours ? mac(parts, 4, 16) : Optional.empty();
    }

    private static Optional<Address> mac(String[] parts, int digits, int bits) {
        long value = 0;
        for (String part : parts) {
            OptionalLong group = hex(part, digits);
            if (group.isEmpty()) {
                return Optional.empty();
            }
            value = value << bits | group.getAsLong();
        }
        return Optional.of(new Address(value << 16, 0, 48));
    }

    static String ipv4Text(long high) {
        return (high >>> 56) + "." + (high >>> 48 & 0xff) + "." + (high >>> 40 & 0xff) + "." + (high >>> 32 & 0xff);
    }

    static String macText(long high) {
        StringBuilder text = new StringBuilder();
        for (int shift = 56; shift >= 16; shift -= 8) {
            text.append(String.format("%02x", high >>> shift & 0xff)).append(shift > 16 ? ":" : "");
        }
        return text.toString();
    }

    /// RFC 5952 section 4: lower case, no leading zeros, the longest run of zeros (the first of equals) as `::`.
    static String ipv6Text(long high, long low) {
        int[] groups = new int[8];
        for (int i = 0; i < 4; i++) {
            groups[i] = (int) (high >>> (48 - 16 * i) & 0xffff);
            groups[i + 4] = (int) (low >>> (48 - 16 * i) & 0xffff);
        }
        int start = 8;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int run = zeros(groups, i);
            if (run > longest) {
                start = i;
                longest = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < 8 && groups[end] == 0) {
            end++;
        }
        return end - from;
    }
}
