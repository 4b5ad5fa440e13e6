// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.Packet;
import io.penstock.api.Side;
import io.penstock.api.layer.Checksum;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The only door to a packet's bytes: a flyweight over one frame and the headers that the parser found in
/// it.
public final class Frame implements Packet {
    /// How many headers are followed at the most, tags and extensions included.
    public static final int MAX_HEADERS = 16;

    private MemorySegment memory = MemorySegment.NULL;
    private long base;
    private int length;
    private int wireLength;
    private Side from = Side.CLIENT;
    private long nanos;

    private final Layout own = new Layout();
    private Layout layout = own;
    private boolean partial;
    private boolean measured = true;
    private final int[] bodies = new int[MAX_HEADERS];
    private final int[] ends = new int[MAX_HEADERS];

    private boolean readOnly;
    private boolean changed;
    private long delayNanos;
    private int copies;
    private boolean unusual;

    /// Looks at another frame; no header is known until it is parsed.
    ///
    /// @param onWire unsigned; a capture that says less than it holds is not believed
    public void wrap(MemorySegment region, long offset, int captured, int onWire) {
        memory = region;
        base = offset & Load.ADDRESSES;
        length = captured;
        wireLength = wireLength(captured, onWire);
        layout = own;
        own.clear();
        measured = true;
        partial = false;
        forget();
        readOnly = false;
    }

    /// Looks at another frame, of which octets alone are asked; nothing has ever been parsed or changed in this view.
    // A reference is only written where it differs: writing one is dearer than comparing.
    @SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
    void glance(MemorySegment region, long offset, int captured, int onWire) {
        if (memory != region) {
            memory = region;
        }
        base = offset & Load.ADDRESSES;
        length = captured;
        wireLength = wireLength(captured, onWire);
    }

    /// Looks at a frame whose shape is known; how long its headers are is worked out when that is asked.
    // A reference is only written where it differs: writing one is dearer than comparing.
    @SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
    void wrap(MemorySegment region, long offset, int captured, int onWire, Shape shape) {
        if (memory != region) {
            memory = region;
        }
        if (layout != shape.layout) {
            layout = shape.layout;
        }
        base = offset & Load.ADDRESSES;
        length = captured;
        wireLength = wireLength(captured, onWire);
        measured = false;
        if (unusual || changed) {
            forget();
        }
    }

    private void forget() {
        delayNanos = 0;
        copies = 0;
        unusual = false;
        changed = false;
    }

    private void measure() {
        measured = true;
        int end = wireLength;
        for (int i = 0; i < layout.depth; i++) {
            Header header = layout.headers[i];
            int start = layout.starts[i];
            bodies[i] = start + (int) sized(layout.lengths[i], start, header.octets());
            end = (int) Math.min(end, start + sized(layout.extents[i], start, end - start));
            ends[i] = end;
        }
    }

    private long sized(@Nullable Measure measure, int start, long otherwise) {
        return measure == null ? otherwise : measure.read(this, start);
    }

    /// Whether the headers were found by their shape.
    boolean shaped() {
        return layout != own;
    }

    Layout layout() {
        return layout;
    }

    /// How long a frame was on the wire.
    ///
    /// @param onWire unsigned; a capture that says less than it holds is not believed
    public static int wireLength(int captured, int onWire) {
        return onWire < 0 ? Integer.MAX_VALUE : Math.max(onWire, captured);
    }

    /// Says where and when the frame came.
    public void came(Side side, long time) {
        if (from != side) {
            from = side;
        }
        nanos = time;
    }

    /// Makes all that would change the packet have no effect.
    public void readOnly(boolean protect) {
        readOnly = protect;
    }

    /// Whether no field was set since the last time that this was asked.
    public boolean unchanged() {
        boolean same = !changed;
        changed = false;
        return same;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int wireLength() {
        return wireLength;
    }

    @Override
    public Side from() {
        return from;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public int u8(int at) {
        return Load.u8(memory, base + Objects.checkIndex(at, length));
    }

    @Override
    public int u16(int at) {
        return Load.u16(memory, base + Objects.checkFromIndexSize(at, 2, length));
    }

    @Override
    public long u32(int at) {
        return Load.u32(memory, base + Objects.checkFromIndexSize(at, 4, length));
    }

    @Override
    public long u64(int at) {
        return Load.u64(memory, base + Objects.checkFromIndexSize(at, 8, length));
    }

    private void put8(int at, int value) {
        Load.put8(memory, base + Objects.checkIndex(at, length), value);
    }

    private void put16(int at, int value) {
        Load.put16(memory, base + Objects.checkFromIndexSize(at, 2, length), value);
    }

    private void put32(int at, int value) {
        Load.put32(memory, base + Objects.checkFromIndexSize(at, 4, length), value);
    }

    @Override
    public boolean has(Header header) {
        return layout.find(header) >= 0;
    }

    @Override
    public int at(Header header) {
        int index = layout.find(header);
        return index < 0 ? -1 : layout.starts[index];
    }

    @Override
    public int end(Header header) {
        int index = layout.find(header);
        return index < 0 ? -1 : endOf(index);
    }

    @Override
    public int body() {
        return layout.depth == 0 ? 0 : bodyOf(layout.depth - 1);
    }

    @Override
    public int bodyEnd() {
        return layout.depth == 0 ? wireLength : endOf(layout.depth - 1);
    }

    /// The memory in which the frame lies.
    public MemorySegment memory() {
        return memory;
    }

    /// Where an octet of the frame lies in [#memory()].
    public long place(int at) {
        return base + at;
    }

    /// The sum of octets as words from the first one on (RFC 1071 section 2), folded.
    int sum(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        int octets = to - from & -Long.BYTES;
        long sum = Short.toUnsignedInt(Short.reverseBytes((short) fold(Load.halves(memory, base + from, octets))));
        long end = base + to;
        long at = base + from + octets;
        for (; at + 2 <= end; at += 2) {
            sum += Load.u16(memory, at);
        }
        return fold(sum + (at < end ? (long) Load.u8(memory, at) << 8 : 0));
    }

    /// Gives the header at `index` so many octets, itself and all that it carries; the frame ends behind them.
    /// Checksums
    /// are not right then.
    ///
    /// @return whether it could be done: the frame may only get shorter
    public boolean shorten(int index, int octets) {
        settle();
        int whole = layout.starts[index] + octets;
        if (whole > length || octets < bodies[index] - layout.starts[index]) {
            return false;
        }
        for (int i = 0; i < index; i++) {
            Optional<Header.Scaled> extent = layout.headers[i].extent();
            if (extent.isPresent()) {
                Header.Scaled scaled = extent.get();
                long value = ((long) whole - layout.starts[i] - scaled.plus()) / scaled.times();
                store(scaled.field(), layout.starts[i], value);
            }
        }
        Arrays.fill(ends, 0, index + 1, whole);
        length = whole;
        wireLength = whole;
        return true;
    }

    /// Computes all checksums anew, after a layer changed its octets; one that was left out stays so.
    public void mend() {
        changed = true;
        Checksums.mend(this);
    }

    /// The ones' complement sum of the header at `index`.
    public int sumOf(int index) {
        int end = bodyOf(index);
        int at = layout.starts[index];
        long sum = 0;
        for (; at + 4 <= end; at += 4) {
            sum += u32(at);
        }
        return fold(at < end ? sum + u16(at) : sum);
    }

    /// Mends what covers the header at `index`, of which alone a layer changed octets (RFC 1624): what was wrong before
    /// stays wrong.
    ///
    /// @param old [#sumOf] it as it came
    public void mendHeader(int index, int old) {
        int now = sumOf(index);
        if (now == old) {
            return;
        }
        changed = true;
        for (int i = 0; i <= index; i++) {
            for (int c = 0; c < layout.headers[i].checksums().size(); c++) {
                Checksum checksum = layout.headers[i].checksums().get(c);
                if (i == index || checksum.covers() == Checksum.Covers.PAYLOAD) {
                    adjust(checksum, i, old, now);
                }
            }
        }
    }

    /// How many headers were found.
    public int depth() {
        return layout.depth;
    }

    /// The header at this depth, the outermost being 0.
    public Header header(int index) {
        return layout.headers[Objects.checkIndex(index, layout.depth)];
    }

    /// Where the header at this depth begins.
    public int start(int index) {
        return layout.starts[Objects.checkIndex(index, layout.depth)];
    }

    /// Where the payload of the header at this depth begins.
    public int bodyOf(int index) {
        settle();
        return bodies[Objects.checkIndex(index, layout.depth)];
    }

    /// Where the payload of the header at this depth ends.
    public int endOf(int index) {
        settle();
        return ends[Objects.checkIndex(index, layout.depth)];
    }

    /// What the header at this depth says of what follows, -1 where it says nothing.
    public long selected(int index) {
        return layout.selected[Objects.checkIndex(index, layout.depth)];
    }

    /// The depth of the outermost header of this name, -1 where there is none.
    public int find(String name) {
        return layout.find(name);
    }

    void push(Header header, int start, int end) {
        bodies[own.depth] = start + header.octets();
        ends[own.depth] = end;
        own.push(header, start);
    }

    void bounds(int body, int end) {
        bodies[own.depth - 1] = body;
        ends[own.depth - 1] = end;
    }

    /// Remembers that what follows is one part of several.
    void markPartial() {
        partial = true;
    }

    /// Whether the headers from here on describe more than this packet carries.
    public boolean isPartial() {
        return partial && !shaped();
    }

    void select(long number) {
        own.select(number);
    }

    @Override
    public long get(Field field) {
        return read(field, layout.starts[carried(field)]);
    }

    /// The value of a field of a header that begins at `start`.
    public long read(Field field, int start) {
        int at = start + field.octet();
        int octets = field.octets();
        long value = switch (octets) {
            case 1 -> u8(at);
            case 2 -> u16(at);
            case 4 -> u32(at);
            case 6 -> (long) u16(at) << 32 | u32(at + 2);
            case 8 -> u64(at);
            default -> gather(at, octets);
        };
        return (value >>> field.shift()) & field.mask();
    }

    long gather(int at, int octets) {
        long value = 0;
        for (int i = 0; i < octets; i++) {
            value = value << 8 | u8(at + i);
        }
        return value;
    }

    @Override
    public void set(Field field, long value) {
        int index = carried(field);
        if (readOnly) {
            return;
        }
        settle();
        int start = layout.starts[index];
        int first = field.octet() & ~1;
        int last = field.octet() + field.octets();
        int before = words(start, first, last);
        store(field, start, value);
        changed = true;
        adjust(index, field, before, words(start, first, last));
    }

    /// Works lengths out before octets change from which they follow.
    private void settle() {
        if (!measured) {
            measure();
        }
    }

    /// Writes a field and touches no checksum.
    void store(Field field, int start, long value) {
        int octets = field.octets();
        int at = start + field.octet();
        long old = gather(at, octets);
        long mask = field.mask() << field.shift();
        long merged = (old & ~mask) | ((value << field.shift()) & mask);
        for (int i = octets - 1; i >= 0; i--) {
            put8(at + i, (int) merged);
            merged >>>= 8;
        }
    }

    /// Sets a field of whole octets to octets from elsewhere, as [#set] does; nothing where they stand
    /// there already or the field was not captured.
    void replace(int index, Field field, MemorySegment source, long offset) {
        settle();
        int start = layout.starts[index];
        int at = start + field.octet();
        int octets = field.octets();
        if (at + octets > length
                || MemorySegment.mismatch(source, offset, offset + octets, memory, base + at, base + at + octets) < 0) {
            return;
        }
        int first = field.octet() & ~1;
        int before = words(start, first, field.octet() + octets);
        for (int i = 0; i < octets; i++) {
            put8(at + i, source.get(ValueLayout.JAVA_BYTE, offset + i));
        }
        changed = true;
        adjust(index, field, before, words(start, first, field.octet() + octets));
    }

    /// Whether the frame goes to the station with this link address.
    public boolean goesTo(long address) {
        Field to = layout.station;
        return to != null && read(to, layout.stationAt) == address;
    }

    /// Whether [#ends] can be used: the frame has a shape with ends of whole 16-bit words that fit a word of 48 bits.
    public boolean endsKnown() {
        return layout.ends.length > 0;
    }

    /// Gives the packet these ends: the fields of all pairs but stations one behind the other, from the left. As
    /// [Ends#impose], but by the shape alone.
    public void ends(long sender, long receiver) {
        EndField[] fields = layout.ends;
        for (int i = 0; i < fields.length; i++) {
            EndField field = fields[i];
            put(field, (field.receiver() ? receiver : sender) >>> field.shift() & field.mask());
        }
    }

    private void put(EndField field, long value) {
        int at = field.at();
        if (at + field.octets() > length) {
            return;
        }
        long old = field.octets() == 2 ? u16(at) : u32(at);
        if (old == value) {
            return;
        }
        if (field.octets() == 4) {
            put32(at, (int) value);
        } else {
            put16(at, (int) value);
        }
        changed = true;
        EndField.Sum[] sums = field.sums();
        for (int i = 0; i < sums.length; i++) {
            adjust(sums[i].at(), sums[i].checksum(), sums[i].owner(), halves(old), halves(value));
        }
    }

    private static int halves(long value) {
        return (int) ((value >>> 16) + (value & 0xffff));
    }

    /// Where the ends of all frames of a shape are, none where that is too much for words.
    static EndField[] endsOf(Layout shape) {
        Frame view = new Frame();
        view.layout = shape;
        List<EndField> found = new ArrayList<>();
        int octets = 0;
        boolean simple = true;
        for (int i = 0; i < shape.depth; i++) {
            for (Header.Pair pair : shape.headers[i].pairs()) {
                if (pair.role() != Header.Role.STATION) {
                    simple &= EndField.simple(pair.from()) && EndField.simple(pair.to());
                    octets += pair.from().octets();
                    found.add(view.endField(i, pair.from(), Long.SIZE - Byte.SIZE * octets, false));
                    found.add(view.endField(i, pair.to(), Long.SIZE - Byte.SIZE * octets, true));
                }
            }
        }
        return simple && octets <= 6 ? found.toArray(EndField[]::new) : new EndField[0];
    }

    private EndField endField(int index, Field field, int shift, boolean receiver) {
        List<EndField.Sum> sums = new ArrayList<>();
        for (int i = 0; i < layout.depth; i++) {
            for (Checksum checksum : layout.headers[i].checksums()) {
                if (covers(checksum, i, index, field)) {
                    int at = layout.starts[i]
                            + layout.headers[i].field(checksum.field()).octet();
                    sums.add(new EndField.Sum(at, checksum, i));
                }
            }
        }
        return new EndField(
                layout.starts[index] + field.octet(),
                field.octets(),
                field.mask(),
                shift,
                receiver,
                sums.toArray(EndField.Sum[]::new));
    }

    /// Looks at octets inside another frame.
    void wrapInside(Frame outer, int at, int octets) {
        wrap(outer.memory, outer.base + Objects.checkFromIndexSize(at, octets, outer.length), octets, octets);
    }

    /// The sum of the 16-bit words of this frame's headers.
    int headerSum() {
        return words(0, 0, Math.min(body(), length) & ~1);
    }

    /// Mends every checksum over payloads after words behind the header at `index` changed.
    void changedBehind(int index, int before, int after) {
        changed = true;
        for (int i = 0; i <= index; i++) {
            for (int c = 0; c < layout.headers[i].checksums().size(); c++) {
                Checksum checksum = layout.headers[i].checksums().get(c);
                if (checksum.covers() == Checksum.Covers.PAYLOAD) {
                    adjust(checksum, i, before, after);
                }
            }
        }
    }

    /// The ones' complement sum of the 16-bit words of a header from `first` to before `last`.
    private int words(int start, int first, int last) {
        int sum = 0;
        for (int word = first; word < last; word += 2) {
            sum += u16(start + word);
        }
        return sum;
    }

    /// RFC 1624 equation 3, for every checksum that covers the changed words: those of the header itself,
    /// of payloads around it, and of the headers above whose pseudo-header the field is part of.
    private void adjust(int index, Field field, int before, int after) {
        for (int i = 0; i < layout.depth; i++) {
            for (int c = 0; c < layout.headers[i].checksums().size(); c++) {
                Checksum checksum = layout.headers[i].checksums().get(c);
                if (covers(checksum, i, index, field)) {
                    adjust(checksum, i, before, after);
                }
            }
        }
    }

    private boolean covers(Checksum checksum, int owner, int changed, Field field) {
        if (owner == changed) {
            return !checksum.field().equals(field.name());
        }
        if (owner < changed) {
            return checksum.covers() == Checksum.Covers.PAYLOAD;
        }
        return checksum.pseudo()
                && pseudoOf(owner) == changed
                && layout.headers[changed].pseudo().contains(field);
    }

    /// The depth of the header that gives the pseudo-header to the one at `owner`, -1 where none does.
    int pseudoOf(int owner) {
        for (int i = owner - 1; i >= 0; i--) {
            if (!layout.headers[i].pseudo().isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    private void adjust(Checksum checksum, int owner, int before, int after) {
        Field field = layout.headers[owner].field(checksum.field());
        adjust(layout.starts[owner] + field.octet(), checksum, owner, before, after);
    }

    private void adjust(int at, Checksum checksum, int owner, int before, int after) {
        if (at + 2 > length) {
            return;
        }
        int old = u16(at);
        if (checksum.optional() && old == 0) {
            return;
        }
        int sum = fold((~old & 0xffff) + ~fold(before) + 0x10000 + fold(after));
        int updated = ~sum & 0xffff;
        put16(at, updated);
        if (updated == 0 && (checksum.optional() || Checksums.coversNothing(this, owner, checksum))) {
            put16(at, 0xffff);
        }
    }

    static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }

    private int carried(Field field) {
        int index = layout.find(field.header());
        if (index < 0) {
            throw new IllegalStateException("the packet carries no " + field.header() + " header");
        }
        return index;
    }

    @Override
    public void damage(int at, int xor) {
        if (!readOnly) {
            settle();
            put8(at, u8(at) ^ xor);
        }
    }

    @Override
    public void cut(int newLength) {
        if (!readOnly && newLength < length) {
            settle();
            unusual = true;
            length = Math.max(0, newLength);
            wireLength = length;
        }
    }

    @Override
    public void delay(long time) {
        if (!readOnly) {
            delayNanos += Math.max(0, time);
            unusual |= delayNanos != 0;
        }
    }

    @Override
    public void duplicate() {
        if (!readOnly) {
            copies++;
            unusual = true;
        }
    }

    /// Whether a function asked for a copy or a wait, or cut the frame.
    public boolean unusual() {
        return unusual;
    }

    /// How long the packet shall wait, as the function asked; asking again gives 0.
    public long takeDelay() {
        long asked = delayNanos;
        delayNanos = 0;
        return asked;
    }

    /// How many copies shall follow, as the function asked; asking again gives 0.
    public int takeCopies() {
        int asked = copies;
        copies = 0;
        return asked;
    }

    /// Copies the frame's bytes.
    public void copyTo(MemorySegment target, long offset) {
        MemorySegment.copy(memory, base, target, offset, length);
    }

    /// The frame's bytes.
    public byte[] bytes() {
        byte[] copy = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, base, copy, 0, length);
        return copy;
    }
}
