// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.Address;
import io.penstock.api.End;
import io.penstock.api.Opening;
import io.penstock.dataplane.packet.Ends;
import io.penstock.dataplane.packet.Frame;
import io.penstock.dataplane.packet.Keys;
import io.penstock.dataplane.session.SessionStore;
import io.penstock.dataplane.session.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// What a session is called at each place of its path: its opener's key, one key behind each node that
/// translates it, the last of them being the key of the answers turned round. A node that translates
/// takes a packet from one of these to the next, or back.
final class Translations {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final int OPENER = 8;
    private static final int KEYS = 16;

    /// Octets of what a session is called between two nodes: two words, as of its own key; of a wide key, its number in
    /// the store and a word that says so.
    private static final int CALLED = 16;
    private static final int SECOND = 8;

    private final Keys keys;
    private final Ends ends;
    private final SessionStore store;
    private final int between;
    private final int most;
    private final MemorySegment stages;
    private final MemorySegment back = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
    private final MemorySegment from = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
    private final MemorySegment to = MemorySegment.ofArray(new long[Keys.BYTES / 8]);
    private final Wish source = new Wish(End.SOURCE);
    private final Wish destination = new Wish(End.DESTINATION);
    private long translated;
    private int count;
    private int kind;
    private boolean keyed;

    /// @param between where this begins in the record's scratch part: which nodes translate, a bit each,
    ///     the first node of the path being bit 0, the link address of the opener, then the keys between
    ///     two of them
    /// @param most so many nodes of a path translate
    Translations(Keys keys, SessionStore store, int between, int most) {
        this.keys = keys;
        ends = new Ends(keys);
        this.store = store;
        this.between = between;
        this.most = most;
        stages = MemorySegment.ofArray(new long[Math.max(1, most) * (Keys.BYTES / 8)]);
    }

    /// Octets of a record for what this keeps there; the first and the last key stand elsewhere.
    static int bytes(int most) {
        return most == 0 ? 0 : KEYS + (most - 1) * CALLED;
    }

    /// Says what the packet is that comes next.
    ///
    /// @param own whether its own ends are those of its session; if not, it belongs to the session that
    ///     it quotes
    void next(boolean own, int newKind) {
        kind = newKind;
        keyed = own;
    }

    // ---- opening

    void begin() {
        translated = 0;
        count = 0;
    }

    /// The function asked next has not wished anything yet.
    void wish() {
        source.address = null;
        destination.address = null;
    }

    int port(Frame frame, End end) {
        return keyed ? ends.port(frame, end) : Opening.NO_PORT;
    }

    boolean wish(Frame frame, End end, Address address, int port) {
        if (!keyed || !ends.fits(frame, address, port)) {
            return false;
        }
        Wish wish = end == End.SOURCE ? source : destination;
        wish.address = address;
        wish.port = port;
        return true;
    }

    /// Gives the opening packet the ends that the function wished.
    ///
    /// @return whether it wished any
    boolean fulfil(Frame frame, MemorySegment key, int place) {
        boolean one = source.fulfil(ends, frame);
        boolean any = destination.fulfil(ends, frame) || one;
        if (any) {
            MemorySegment stage = stages.asSlice((long) count * Keys.BYTES, Keys.BYTES);
            MemorySegment.copy(key, 0, stage, 0, Keys.BYTES);
            keys.fill(frame, keys.kindOf(frame), stage);
            count++;
            translated |= 1L << place;
        }
        return any;
    }

    /// The key that answers to the opening packet will have.
    MemorySegment back(MemorySegment key) {
        Keys.reverse(count == 0 ? key : stages.asSlice((long) (count - 1) * Keys.BYTES, Keys.BYTES), back);
        return back;
    }

    /// Notes in the session's record what it is called where, and calls the opening packet as it came.
    void open(Frame frame, MemorySegment key, int record) {
        if (count > 0) {
            store.translated(record, true);
            store.memory().set(WORD, store.scratch(record) + between, translated);
            store.memory().set(WORD, store.scratch(record) + between + OPENER, Links.sender(frame));
            for (int index = 1; index < count; index++) {
                keep(record, index, stages, (long) (index - 1) * Keys.BYTES);
            }
            ends.impose(frame, key, false);
        }
    }

    private void keep(int record, int index, MemorySegment key, long at) {
        long second = store.words().second(key, at);
        long first =
                Words.wide(second) ? store.keepWide(key, at) : store.words().first(key, at);
        store.memory().set(WORD, keyBetween(record, index), first);
        store.memory().set(WORD, keyBetween(record, index) + SECOND, second);
    }

    /// Forgets what a session that ends is called.
    void ended(int record) {
        for (int index = 1; index < Long.bitCount(translators(record)); index++) {
            if (Words.wide(word(record, index, SECOND))) {
                store.releaseWide((int) word(record, index, 0));
            }
        }
    }

    // ---- known sessions

    /// Whether the node at this place of the path translates the session.
    boolean at(int record, int place) {
        return store.translated(record) && (bits(record) & 1L << place) != 0;
    }

    /// The places of the path's nodes that translate the session, a bit each; 0 where none does.
    long translators(int record) {
        return store.translated(record) ? bits(record) : 0;
    }

    /// Whether a record has room for what a session is called between so many nodes that translate it.
    boolean hasRoom(int translators) {
        return translators <= most;
    }

    /// Goes on with a session of another program.
    ///
    /// @param bits the places of its translating nodes now
    void adopt(Translations other, int theirs, int record, long bits) {
        long from = other.store.scratch(theirs) + other.between;
        long into = store.scratch(record) + between;
        int count = Long.bitCount(bits);
        MemorySegment.copy(other.store.memory(), from, store.memory(), into, bytes(count));
        store.memory().set(WORD, into, bits);
        for (int index = 1; index < count; index++) {
            if (Words.wide(word(record, index, SECOND))) {
                other.store.copyWide((int) word(record, index, 0), to);
                store.memory().set(WORD, keyBetween(record, index), store.keepWide(to, 0));
            }
        }
    }

    /// Gives a packet the ends that its session's opener would send it with when it reaches this place of the path.
    void pose(Frame frame, int record, int place) {
        long bits = translators(record);
        long nearer = store.openedByServer(record) ? bits >>> place >>> 1 : bits & (1L << place) - 1;
        int last = Long.bitCount(bits);
        if (last == 0) {
            store.key(record, to);
            ends.impose(frame, to, false);
        } else {
            boolean turned = load(record, Long.bitCount(nearer), last, to);
            ends.impose(frame, to, turned);
        }
    }

    private long bits(int record) {
        return store.memory().get(WORD, store.scratch(record) + between);
    }

    /// The link address from which a translated session was opened, 0 where it has none.
    long opener(int record) {
        return store.translated(record) ? store.memory().get(WORD, store.scratch(record) + between + OPENER) : 0;
    }

    /// Takes a packet over a node that translates its session.
    ///
    /// @param forward whether it goes the way of the session's opener
    void apply(Frame frame, int record, int place, boolean forward) {
        long bits = bits(record);
        long nearer = store.openedByServer(record) ? bits >>> place >>> 1 : bits & (1L << place) - 1;
        int near = Long.bitCount(nearer);
        int last = Long.bitCount(bits);
        boolean turned = load(record, forward ? near + 1 : near, last, to) == forward;
        if (keyed) {
            ends.impose(frame, to, turned);
        } else {
            boolean wasTurned = load(record, forward ? near : near + 1, last, from) == forward;
            ends.imposeError(frame, kind, from, wasTurned, to, turned);
        }
    }

    /// Takes a packet that is no error message over a node that translates its session.
    ///
    /// @param forward whether it goes the way of the session's opener
    void applyOwn(Frame frame, int record, int place, boolean forward) {
        long bits = bits(record);
        long nearer = store.openedByServer(record) ? bits >>> place >>> 1 : bits & (1L << place) - 1;
        int index = Long.bitCount(nearer) + (forward ? 1 : 0);
        int last = Long.bitCount(bits);
        boolean turned = (index == last) == forward;
        load(record, index, last, to);
        ends.impose(frame, to, turned);
    }

    /// Where what a session is called behind so many nodes begins, counted from where this begins.
    static int keyAt(int index) {
        return KEYS + (index - 1) * CALLED;
    }

    /// Copies the key that the session has behind so many nodes.
    ///
    /// @return whether it is the last, which is that of the answers
    private boolean load(int record, int index, int last, MemorySegment target) {
        if (index == 0) {
            store.key(record, target);
        } else if (index == last) {
            store.reply(record, target);
        } else {
            long second = word(record, index, SECOND);
            if (Words.wide(second)) {
                store.copyWide((int) word(record, index, 0), target);
            } else {
                Words.unfold(word(record, index, 0), second, target);
            }
        }
        return index == last;
    }

    private long word(int record, int index, int at) {
        return store.memory().get(WORD, keyBetween(record, index) + at);
    }

    private long keyBetween(int record, int index) {
        return store.scratch(record) + between + keyAt(index);
    }

    /// What a function asks for one end.
    private static final class Wish {
        private final End end;
        private @Nullable Address address;
        private int port;

        Wish(End end) {
            this.end = end;
        }

        boolean fulfil(Ends ends, Frame frame) {
            Address wanted = address;
            if (wanted == null) {
                return false;
            }
            ends.set(frame, end, wanted, port);
            return true;
        }
    }
}
