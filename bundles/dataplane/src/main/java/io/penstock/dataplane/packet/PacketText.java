// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Packets written as text, made into octets with the headers that the layers declare.
///
/// ```
/// tcp 10.0.0.1:40000 > 192.0.2.7:80
/// tcp [fd10::1]:40000 > [fd20::7]:80 flags 0x10 "GET / HTTP/1.1"
/// vlan 5 udp 10.0.0.1:5353 > 192.0.2.7:53 ttl 3
/// icmp 10.0.0.1 > 192.0.2.7 type 8 id 7
/// arp spa 10.0.0.1 tpa 10.0.0.2
/// ```
///
/// The first word names the innermost header; those around it follow from the addresses. Behind the ends stand
/// fields, as `name value` or `header.name value`, and a payload in quotes or as `hex 00ff`. Lengths and
/// checksums are put right unless they are given.
public final class PacketText {
    private static final Pattern WORD = Pattern.compile("\\G\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|\\S+)");
    private static final int ETHERNET = 1;
    private static final int MAX_PAYLOAD = 65_000;

    private final Headers headers;

    public PacketText(Headers headers) {
        this.headers = headers;
    }

    /// Makes the octets of an Ethernet frame.
    ///
    /// @throws IllegalArgumentException with one line that says what is wrong in the text
    public byte[] bytes(String text) {
        return new Maker(words(text)).make();
    }

    private static Deque<String> words(String text) {
        Deque<String> words = new ArrayDeque<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group(1));
        }
        return words;
    }

    /// One header of the packet that is being made.
    private record Part(Header header, Map<String, byte[]> given) {}

    private final class Maker {
        private final Deque<String> words;
        private final List<Long> tags = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();
        private byte[] payload = {};

        Maker(Deque<String> words) {
            this.words = words;
        }

        byte[] make() {
            while ("vlan".equals(words.peek())) {
                words.remove();
                tags.add(number(next("a VLAN identifier")));
            }
            Header inner = header(next("the name of a header, such as tcp"));
            String from = "";
            String to = "";
            if (words.size() >= 3 && ">".equals(new ArrayList<>(words).get(1))) {
                from = words.remove();
                words.remove();
                to = words.remove();
            }
            stack(inner, from.contains(":") && !from.matches("[^:\\[]*:\\d+"));
            if (!from.isEmpty()) {
                ends(from, to);
            }
            while (!words.isEmpty()) {
                assignment(words.remove());
            }
            return octets();
        }

        private Header header(String name) {
            return headers.named(name.toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> new IllegalArgumentException("no layer declares a header '" + name
                            + "'; write one of "
                            + headers.all().stream().map(Header::name).sorted().toList()));
        }

        /// Finds the headers that lead from an Ethernet frame to the innermost one.
        private void stack(Header inner, boolean six) {
            List<Header> way = way(inner, six);
            for (int i = 0; i < way.size(); i++) {
                Header header = way.get(i);
                parts.add(new Part(header, new HashMap<>()));
                if (i == 0) {
                    for (long tag : tags) {
                        Part part = new Part(header("vlan"), new HashMap<>());
                        part.given().put("vid", octets(tag));
                        parts.add(part);
                    }
                }
            }
        }

        private List<Header> way(Header inner, boolean six) {
            Deque<List<Header>> open = new ArrayDeque<>();
            open.add(List.of(inner));
            while (!open.isEmpty()) {
                List<Header> way = open.remove();
                Header outermost = way.getFirst();
                if (outermost.entries().contains(new Header.Entry(Headers.LINK_TYPE, ETHERNET))) {
                    return way;
                }
                for (Header below : headers.all()) {
                    if (leads(below, outermost) && fits(below, six) && !way.contains(below)) {
                        List<Header> longer = new ArrayList<>(List.of(below));
                        longer.addAll(way);
                        open.add(longer);
                    }
                }
            }
            throw new IllegalArgumentException("nothing leads from a frame to a " + inner.name() + " header");
        }

        private static boolean leads(Header below, Header above) {
            return !below.transparent()
                    && above.entries().stream().anyMatch(entry -> entry.space().equals(below.space()));
        }

        private static boolean fits(Header header, boolean six) {
            return header.pairs().stream()
                    .filter(pair -> pair.role() == Header.Role.ADDRESS)
                    .allMatch(pair -> (pair.from().width() == 128) == six);
        }

        private void ends(String from, String to) {
            for (Part part : parts) {
                for (Header.Pair pair : part.header().pairs()) {
                    if (pair.role() == Header.Role.ADDRESS) {
                        part.given().put(pair.from().name(), Text.literal(address(from)));
                        part.given().put(pair.to().name(), Text.literal(address(to)));
                    } else if (pair.role() == Header.Role.PORT) {
                        part.given().put(pair.from().name(), octets(port(from)));
                        part.given().put(pair.to().name(), octets(port(to)));
                    }
                }
            }
        }

        private static String address(String end) {
            if (end.startsWith("[")) {
                return end.substring(1, Math.max(1, end.indexOf(']')));
            }
            return end.matches("[^:]*:\\d+") ? end.substring(0, end.indexOf(':')) : end;
        }

        private static long port(String end) {
            Matcher matcher = Pattern.compile("(?:\\[.*]|[^:]*):(\\d{1,5})").matcher(end);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + end + "' has no port; write it as address:port");
            }
            return Long.parseLong(matcher.group(1));
        }

        private void assignment(String word) {
            if (word.startsWith("\"")) {
                payload =
                        word.substring(1, word.length() - 1).translateEscapes().getBytes(StandardCharsets.UTF_8);
            } else if (word.equals("hex")) {
                payload = HexFormat.of().parseHex(next("octets in hexadecimal"));
            } else if (word.equals("size")) {
                payload = new byte[Math.clamp(number(next("a number of octets")), 0, MAX_PAYLOAD)];
                Arrays.fill(payload, (byte) '.');
            } else {
                field(word, next("a value for " + word));
            }
        }

        private void field(String word, String value) {
            int dot = word.indexOf('.');
            for (int i = parts.size() - 1; i >= 0; i--) {
                Part part = parts.get(i);
                boolean named = dot < 0 || part.header().name().equals(word.substring(0, dot));
                Field field = part.header().fields().get(word.substring(dot + 1));
                if (named && field != null) {
                    part.given().put(field.name(), value(field, value));
                    return;
                }
            }
            throw new IllegalArgumentException("no header of this packet has a field '" + word + "'");
        }

        private static byte[] value(Field field, String text) {
            return switch (field.format()) {
                case IPV4, IPV6 -> Text.literal(text);
                case MAC -> HexFormat.ofDelimiter(":").parseHex(text);
                case NUMBER, HEX -> octets(number(text));
            };
        }

        private byte[] octets() {
            if (parts.size() > Frame.MAX_HEADERS) {
                throw new IllegalArgumentException("the packet has " + parts.size() + " headers; write at most "
                        + Frame.MAX_HEADERS + ", tags included");
            }
            int size = payload.length;
            for (Part part : parts) {
                size += part.header().octets();
            }
            byte[] octets = new byte[size];
            System.arraycopy(payload, 0, octets, size - payload.length, payload.length);
            Frame frame = new Frame();
            frame.wrap(MemorySegment.ofArray(octets), 0, size, size);
            int at = 0;
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                frame.push(part.header(), at, size);
                initial(frame, at, size, i);
                at += part.header().octets();
            }
            Checksums.seal(frame);
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                int start = frame.start(i);
                part.given().forEach((name, value) -> store(frame, part.header().field(name), start, value));
            }
            return octets;
        }

        /// Fills in what is given, what a new packet begins with, the length, and what follows, so that checksums
        /// can be made.
        private void initial(Frame frame, int at, int size, int index) {
            Part part = parts.get(index);
            Header header = part.header();
            header.initial().forEach((name, value) -> frame.store(header.field(name), at, value));
            header.extent()
                    .ifPresent(scaled ->
                            frame.store(scaled.field(), at, (size - at - scaled.plus()) / Math.max(1, scaled.times())));
            if (header.next().isPresent() && index + 1 < parts.size()) {
                Header above = parts.get(index + 1).header();
                long number = above.entries().stream()
                        .filter(entry -> entry.space().equals(header.space()))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException(above.name() + " does not follow " + header.name()))
                        .number();
                frame.store(header.next().get(), at, number);
                frame.select(number);
            }
            part.given().forEach((name, value) -> store(frame, header.field(name), at, value));
        }

        private static void store(Frame frame, Field field, int start, byte[] value) {
            boolean address = field.format() == Field.Format.IPV4 || field.format() == Field.Format.IPV6;
            if (address && value.length != field.octets()) {
                throw new IllegalArgumentException(field.path() + " has " + field.octets() + " octets; the address has "
                        + value.length + ", so it is of another version");
            }
            if (field.width() > 64) {
                for (int i = 0; i < field.octets(); i++) {
                    frame.store(
                            new Field(field.header(), field.name(), field.bit() + 8 * i, 8, field.format()),
                            start,
                            value[i]);
                }
                return;
            }
            long number = 0;
            for (byte octet : value) {
                number = number << 8 | (octet & 0xff);
            }
            if ((number & ~field.mask()) != 0) {
                throw new IllegalArgumentException(
                        field.path() + " has " + field.width() + " bits; the value is too large");
            }
            frame.store(field, start, number);
        }

        private String next(String wanted) {
            String word = words.poll();
            if (word == null) {
                throw new IllegalArgumentException("the packet ends where " + wanted + " should stand");
            }
            return word;
        }

        private static long number(String text) {
            try {
                return Long.decode(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' is not a number", e);
            }
        }

        private static byte[] octets(long value) {
            byte[] octets = new byte[8];
            for (int i = 0; i < 8; i++) {
                octets[i] = (byte) (value >>> (56 - 8 * i));
            }
            return octets;
        }
    }
}
