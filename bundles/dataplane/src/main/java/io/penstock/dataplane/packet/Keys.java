// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Belonging;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import io.penstock.api.layer.SessionKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Makes the key of a packet's session from what the layers declared: what the sender is called, what the
/// receiver is called, and what both directions share.
///
/// A key is [#BYTES] octets: the sender's part, the receiver's part, the common part; unused octets are
/// 0. The key of the way back is the same with the first two parts changed over.
public final class Keys {
    /// The size of a key, a multiple of 8.
    public static final int BYTES = 64;

    /// Octets of a key for each end.
    public static final int PART = 24;
    static final int COMMON = 2 * PART;
    static final int SINGLES = COMMON + 4;

    /// Where a key tells whose addresses begin its parts, see [#addressOctets].
    public static final int FAMILY = COMMON + 1;

    private final List<Header> addressed = new ArrayList<>();
    private final List<SessionKind> kinds = new ArrayList<>();
    private final List<Header> owners = new ArrayList<>();
    private final Parser parser;
    private final Frame inner = new Frame();

    public Keys(Headers headers, Parser parser) {
        this.parser = parser;
        for (Header header : headers.all()) {
            if (header.pairs().stream().anyMatch(pair -> pair.role() == Header.Role.ADDRESS)) {
                addressed.add(header);
            }
            header.session().ifPresent(kind -> {
                kinds.add(kind);
                owners.add(header);
            });
        }
    }

    /// The kinds of session, by the index that [#kindOf] returns.
    public List<SessionKind> kinds() {
        return kinds;
    }

    /// The header whose sessions have the kind of this index.
    public Header owner(int kind) {
        return owners.get(kind);
    }

    /// How long the addresses are that parts of keys begin with, by the number that stands in the key; 0 for none.
    public int[] addressOctets() {
        int[] octets = new int[addressed.size() + 1];
        for (int i = 0; i < addressed.size(); i++) {
            octets[i + 1] = first(addressed.get(i), Header.Role.ADDRESS).octets();
        }
        return octets;
    }

    /// The index of the kind of session that the frame belongs to, -1 where it belongs to none.
    public int kindOf(Frame frame) {
        for (int i = frame.depth() - 1; i >= 0; i--) {
            int kind = owners.indexOf(frame.header(i));
            if (kind >= 0) {
                return kind;
            }
        }
        return -1;
    }

    int kindOf(Layout layout) {
        for (int i = layout.depth - 1; i >= 0; i--) {
            int kind = owners.indexOf(layout.headers[i]);
            if (kind >= 0) {
                return kind;
            }
        }
        return -1;
    }

    /// The number of the innermost header of a row that has addresses, as it stands in keys.
    int family(List<Header> row) {
        int family = 0;
        for (Header header : row) {
            if (addressed.contains(header)) {
                family = addressed.indexOf(header) + 1;
            }
        }
        return family;
    }

    /// Whose session the frame belongs to, given its kind.
    public Belonging belonging(Frame frame, int kind) {
        if (kind < 0) {
            return Belonging.NONE;
        }
        Header header = owners.get(kind);
        return header.belongs().of(frame, frame.at(header));
    }

    /// Writes the key of a frame, its sender first.
    ///
    /// @return whether it fitted; a frame with too many tags does not
    public boolean fill(Frame frame, int kind, MemorySegment target) {
        target.fill((byte) 0);
        int parts = 0;
        int singles = SINGLES;
        for (int i = 0; i < frame.depth(); i++) {
            Header header = frame.header(i);
            for (int p = 0; p < header.pairs().size(); p++) {
                Header.Pair pair = header.pairs().get(p);
                if (pair.role() == Header.Role.STATION) {
                    continue;
                }
                int octets = pair.from().octets();
                if (parts + octets > PART) {
                    return false;
                }
                copy(frame, i, pair.from(), target, parts);
                copy(frame, i, pair.to(), target, PART + parts);
                parts += octets;
                if (pair.role() == Header.Role.ADDRESS) {
                    target.set(ValueLayout.JAVA_BYTE, COMMON + 1, (byte) (addressed.indexOf(header) + 1));
                }
            }
            for (int s = 0; s < header.singles().size(); s++) {
                Field single = header.singles().get(s);
                if (singles + single.octets() > BYTES) {
                    return false;
                }
                copy(frame, i, single, target, singles);
                singles += single.octets();
            }
        }
        target.set(ValueLayout.JAVA_BYTE, COMMON, (byte) (kind + 1));
        target.set(ValueLayout.JAVA_SHORT_UNALIGNED, COMMON + 2, (short) lastSelected(frame));
        return true;
    }

    /// Writes what all fragments of a datagram have in common: addresses, tags, what follows, and an
    /// identifier.
    ///
    /// @param index the depth of the header that says that the frame is a fragment
    /// @param id at most four octets
    public static void fillDatagram(Frame frame, int index, Field id, MemorySegment target) {
        target.fill((byte) 0);
        int parts = 0;
        int singles = SINGLES;
        for (int i = 0; i <= index; i++) {
            Header header = frame.header(i);
            for (int p = 0; p < header.pairs().size(); p++) {
                Header.Pair pair = header.pairs().get(p);
                int octets = pair.from().octets();
                if (pair.role() == Header.Role.ADDRESS && parts + octets <= PART) {
                    copy(frame, i, pair.from(), target, parts);
                    copy(frame, i, pair.to(), target, PART + parts);
                    parts += octets;
                }
            }
            for (int s = 0; s < header.singles().size(); s++) {
                Field single = header.singles().get(s);
                if (singles + single.octets() <= BYTES - id.octets()) {
                    copy(frame, i, single, target, singles);
                    singles += single.octets();
                }
            }
        }
        target.set(ValueLayout.JAVA_SHORT_UNALIGNED, COMMON + 2, (short) frame.selected(index));
        copy(frame, index, id, target, BYTES - id.octets());
    }

    private static long lastSelected(Frame frame) {
        for (int i = frame.depth() - 1; i >= 0; i--) {
            if (frame.selected(i) >= 0) {
                return frame.selected(i);
            }
        }
        return 0;
    }

    private static void copy(Frame frame, int index, Field field, MemorySegment target, int at) {
        if (field.whole()) {
            int start = frame.start(index) + field.octet();
            for (int i = 0; i < field.octets(); i++) {
                target.set(ValueLayout.JAVA_BYTE, at + i, (byte) frame.u8(start + i));
            }
            return;
        }
        long value = frame.read(field, frame.start(index));
        for (int i = field.octets() - 1; i >= 0; i--) {
            target.set(ValueLayout.JAVA_BYTE, at + i, (byte) value);
            value >>>= 8;
        }
    }

    /// Writes the key of the packet that an error message quotes.
    ///
    /// @return whether one could be read
    public boolean fillQuoted(Frame frame, int kind, MemorySegment target) {
        if (!lookInside(frame, kind, inner)) {
            return false;
        }
        int innerKind = kindOf(inner);
        return innerKind >= 0 && fillInside(frame, innerKind, target);
    }

    /// Looks at the packet that an error message quotes.
    ///
    /// @return whether a header of it could be read
    boolean lookInside(Frame frame, int kind, Frame quoted) {
        Header header = owners.get(kind);
        int at = frame.at(header) + header.quoteAt();
        int length = Math.min(frame.end(header), frame.length()) - at;
        if (length <= 0) {
            return false;
        }
        quoted.wrapInside(frame, at, length);
        return parser.parseQuoted(quoted);
    }

    /// Tags of the frame around the quotation are part of the key too.
    private boolean fillInside(Frame outer, int kind, MemorySegment target) {
        if (!fill(inner, kind, target)) {
            return false;
        }
        int singles = SINGLES;
        MemorySegment tail = target.asSlice(SINGLES, BYTES - SINGLES);
        byte[] own = tail.toArray(ValueLayout.JAVA_BYTE);
        tail.fill((byte) 0);
        for (int i = 0; i < outer.depth(); i++) {
            if (outer.header(i).transparent()) {
                for (Field single : outer.header(i).singles()) {
                    if (singles + single.octets() > BYTES) {
                        return false;
                    }
                    copy(outer, i, single, target, singles);
                    singles += single.octets();
                }
            }
        }
        for (int i = 0; singles < BYTES; i++, singles++) {
            target.set(ValueLayout.JAVA_BYTE, singles, own[i]);
        }
        return true;
    }

    /// Writes the key of the way back.
    public static void reverse(MemorySegment key, MemorySegment target) {
        MemorySegment.copy(key, 0, target, PART, PART);
        MemorySegment.copy(key, PART, target, 0, PART);
        MemorySegment.copy(key, COMMON, target, COMMON, BYTES - COMMON);
    }

    /// The session of a frame in words, such as `tcp 10.0.0.1:40000 > 192.0.2.7:80`.
    public String describe(Frame frame) {
        int kind = kindOf(frame);
        String name = kind < 0
                ? (frame.depth() == 0
                        ? "frame"
                        : frame.header(frame.depth() - 1).name())
                : owners.get(kind).name();
        return name + Text.ends(frame) + Text.singles(frame);
    }

    /// The session with this key in words, the sender first.
    public String describe(MemorySegment key) {
        int kind = key.get(ValueLayout.JAVA_BYTE, COMMON) - 1;
        int family = key.get(ValueLayout.JAVA_BYTE, COMMON + 1) - 1;
        if (kind < 0 || kind >= owners.size() || family < 0 || family >= addressed.size()) {
            return "session";
        }
        Frame view = new Frame();
        view.wrap(key, 0, BYTES, BYTES);
        Header owner = owners.get(kind);
        Field address = first(addressed.get(family), Header.Role.ADDRESS);
        String from = Text.value(view, 0, at(address, 0));
        String to = Text.value(view, 0, at(address, PART));
        if (owner.pairs().stream().anyMatch(pair -> pair.role() == Header.Role.PORT)) {
            Field port = first(owner, Header.Role.PORT);
            from = Text.withPort(from, Text.value(view, 0, at(port, address.octets())));
            to = Text.withPort(to, Text.value(view, 0, at(port, PART + address.octets())));
        }
        String query = owner.pairs().stream()
                .filter(pair -> pair.role() == Header.Role.IDENTIFIER)
                .map(pair -> " " + pair.from().name() + " " + Text.value(view, 0, at(pair.from(), address.octets())))
                .findFirst()
                .orElse("");
        return owner.name() + " " + from + " > " + to + query;
    }

    private static Field first(Header header, Header.Role role) {
        return header.pairs().stream()
                .filter(pair -> pair.role() == role)
                .findFirst()
                .orElseThrow()
                .from();
    }

    private static Field at(Field field, int octet) {
        return new Field("", field.name(), octet * 8, field.width(), field.format());
    }
}
