// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.session;

import io.penstock.dataplane.packet.Keys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;

/// The sessions of a worker: a bounded number of records off the heap, each reached by two keys, that of
/// its opener and that of the answer, which translation may have made another than the opener's turned
/// round.
///
/// Idle records are found by a timer wheel; when the store is full, sessions that are not in use yet make
/// room, the oldest first. Used by one thread.
public final class SessionStore implements AutoCloseable {
    /// What [#find] returns where there is no session.
    public static final int NONE = -1;

    /// What [#open] returns where answers belong to another session.
    public static final int COLLISION = -2;

    /// So many records are looked at by one [#expire] at the most, so that a burst never waits for a
    /// thousand endings.
    private static final int MOST_AT_ONCE = 512;

    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Arena arena = Arena.ofShared();
    private final int capacity;
    private final Words words;
    private final Records records;
    private final long address;
    private final Index index;
    private final Wheel wheel;
    private final Young young;
    private final WideKeys wideKeys = new WideKeys(arena);
    private final int[] free;
    private int freeCount;
    private final MemorySegment turned = arena.allocate(Keys.BYTES, 8);
    private long opened;
    private long expired;
    private long refused;
    private long evicted;
    private long closings;

    /// @param capacity at most so many sessions
    /// @param scratchBytes octets for the functions' fields
    /// @param seed makes the hash secret; a different one for each run
    public SessionStore(int capacity, int scratchBytes, long seed) {
        this.capacity = capacity;
        words = Words.of(seed);
        records = Records.of(capacity, scratchBytes, arena);
        address = records.hot().address();
        index = Index.of(capacity * 2, arena);
        wheel = new Wheel(records);
        young = new Young(records);
        free = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            free[i] = capacity - 1 - i;
        }
        freeCount = capacity;
    }

    /// How keys become words.
    public Words words() {
        return words;
    }

    /// From hashes to entries.
    public Index index() {
        return index;
    }

    /// The memory of the records.
    public Records records() {
        return records;
    }

    /// The hash of a key.
    public int hash(MemorySegment key) {
        return words.hash(words.first(key, 0), words.second(key, 0));
    }

    /// Finds the session of a key.
    ///
    /// @return `record << 1`, plus 1 where the key is that of the way back, or [#NONE]
    public int find(MemorySegment key, int hash) {
        return find(words.first(key, 0), words.second(key, 0), hash, key, 0);
    }

    /// Finds the session of a key that was made into words before.
    ///
    /// @param key the whole key, looked at only where the words are those of a wide one
    /// @param at where it begins
    /// @return `record << 1`, plus 1 where the key is that of the way back, or [#NONE]
    public int find(long first, long second, int hash, MemorySegment key, long at) {
        for (long place = index.home(hash); ; place = index.next(place)) {
            long slot = index.get(place);
            if (slot == 0) {
                return NONE;
            }
            int entry = Index.entry(slot);
            if (Index.hasHash(slot, hash) && same(entry, first, second) && sameWide(entry, second, key, at)) {
                return entry;
            }
        }
    }

    /// Where in native memory the search for a hash begins.
    public long indexAddress(int hash) {
        return index.slots().address() + (index.home(hash) << 3);
    }

    /// Where in native memory the record of an entry begins.
    public long recordAddress(int entry) {
        return records.hot().address() + records.base(entry >>> 1);
    }

    /// Whether an entry is that of these words; of wide ones the whole key has to be compared too.
    public boolean same(int entry, long first, long second) {
        int record = entry >>> 1;
        long base = records.base(record);
        long opener = records.hot().get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, base);
        long answer = records.hot().get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, base + Records.SECOND);
        if ((entry & 1) == 0) {
            return opener == first && answer == second;
        }
        if (records.flag(record, Records.OWN_REPLY)) {
            return records.coldLong(record, Records.REPLY_FIRST) == first
                    && records.coldLong(record, Records.REPLY_SECOND) == second;
        }
        return Words.backFirst(opener, answer) == first && Words.backSecond(opener, answer) == second;
    }

    /// Whether an entry whose words are these is that of the whole key, where the words are those of a wide one.
    public boolean sameWide(int entry, long second, MemorySegment key, long at) {
        if (!Words.wide(second)) {
            return true;
        }
        int number = records.coldInt(entry >>> 1, (entry & 1) == 0 ? Records.WIDE_KEY : Records.WIDE_REPLY);
        return wideKeys.same(number, key, at);
    }

    /// Opens a session with the key of its opener; the way back has the same key reversed. Its fields are
    /// 0.
    ///
    /// @return the record, or [#NONE] where the store is full
    public int open(MemorySegment key, int hash, long now) {
        Keys.reverse(key, turned);
        return open(key, turned, now);
    }

    /// Opens a session with the key of its opener and that of the way back. Its fields are 0.
    ///
    /// @return the record, [#NONE] where the store is full, [#COLLISION] where another session has the
    ///     key of the way back
    public int open(MemorySegment key, MemorySegment reply, long now) {
        if (freeCount == 0) {
            refuse();
            return NONE;
        }
        if (find(reply, hash(reply)) != NONE) {
            return COLLISION;
        }
        int record = free[--freeCount];
        records.clear(record);
        records.coldInt(record, Records.GENERATION, generation(record) + 1);
        records.flag(record, Records.OPEN, true);
        long first = words.first(key, 0);
        long second = words.second(key, 0);
        records.setLong(record, Records.FIRST, first);
        records.setLong(record, Records.SECOND, second);
        records.coldInt(record, Records.WIDE_KEY, Words.wide(second) ? wideKeys.add(key, 0) : WideKeys.NONE);
        int hash = words.hash(first, second);
        index.insert(hash, record << 1);
        answer(record, reply);
        records.setLong(record, Records.LAST_SEEN, now);
        opened++;
        return record;
    }

    private void answer(int record, MemorySegment reply) {
        long first = words.first(reply, 0);
        long second = words.second(reply, 0);
        long opener = records.getLong(record, Records.FIRST);
        long answer = records.getLong(record, Records.SECOND);
        boolean mirror = !Words.wide(answer)
                && first == Words.backFirst(opener, answer)
                && second == Words.backSecond(opener, answer);
        records.flag(record, Records.OWN_REPLY, !mirror);
        records.coldLong(record, Records.REPLY_FIRST, first);
        records.coldLong(record, Records.REPLY_SECOND, second);
        records.coldInt(record, Records.WIDE_REPLY, Words.wide(second) ? wideKeys.add(reply, 0) : WideKeys.NONE);
        int hash = words.hash(first, second);
        // A key that is its own way back (one end talking to itself) has one entry only.
        if (find(first, second, hash, reply, 0) == NONE) {
            index.insert(hash, record << 1 | 1);
        }
    }

    /// Keeps a whole key beside those of the sessions, until it is released.
    ///
    /// @return its number
    public int keepWide(MemorySegment key, long at) {
        return wideKeys.add(key, at);
    }

    /// Copies a key that was kept.
    public void copyWide(int number, MemorySegment target) {
        wideKeys.copy(number, target);
    }

    /// Forgets a key that was kept.
    public void releaseWide(int number) {
        wideKeys.release(number);
    }

    /// Takes a session over from another store with the same secret: keys, times, state and ports, but none of the
    /// functions' fields. There has to be room. It is not found in the other store afterwards.
    ///
    /// @return the record
    public int adopt(SessionStore other, int theirs) {
        int record = free[--freeCount];
        records.clear(record);
        int generation = generation(record) + 1;
        records.copyFrom(other.records, theirs, record);
        records.coldInt(record, Records.GENERATION, generation);
        records.coldShort(record, Records.WHEEL_BUCKET, 0);
        records.flag(record, Records.YOUNG, false);
        long first = records.getLong(record, Records.FIRST);
        long second = records.getLong(record, Records.SECOND);
        long replyFirst = records.coldLong(record, Records.REPLY_FIRST);
        long replySecond = records.coldLong(record, Records.REPLY_SECOND);
        keepWide(other, record, Records.WIDE_KEY, second);
        keepWide(other, record, Records.WIDE_REPLY, replySecond);
        index.insert(words.hash(first, second), record << 1);
        if (first != replyFirst || second != replySecond) {
            index.insert(words.hash(replyFirst, replySecond), record << 1 | 1);
        }
        other.leave(theirs);
        return record;
    }

    private void keepWide(SessionStore other, int record, int field, long second) {
        if (Words.wide(second)) {
            other.wideKeys.copy(records.coldInt(record, field), turned);
            records.coldInt(record, field, wideKeys.add(turned, 0));
        }
    }

    /// Frees a record whose session went to another store. Timers and lists are not mended: from the first such
    /// session on, nothing but taking over is done with this store.
    private void leave(int record) {
        records.setLong(record, Records.FIRST, 0);
        records.setLong(record, Records.SECOND, 0);
        records.setByte(record, Records.FLAGS, 0);
        records.coldInt(record, Records.GENERATION, generation(record) + 1);
        free[freeCount++] = record;
        closings++;
    }

    /// Takes over what another store has counted, which begins at 0 again.
    public void countOn(SessionStore other) {
        opened += other.opened;
        expired += other.expired;
        refused += other.refused;
        evicted += other.evicted;
        other.opened = 0;
        other.expired = 0;
        other.refused = 0;
        other.evicted = 0;
    }

    /// Counts from 0.
    public void beginAgain() {
        opened = 0;
        expired = 0;
        refused = 0;
        evicted = 0;
        closings = 0;
    }

    /// The first open record from this one on, [#NONE] where there is none up to the limit.
    public int openFrom(int record, int limit) {
        for (int i = record; i < Math.min(limit, capacity); i++) {
            if (records.flag(i, Records.OPEN)) {
                return i;
            }
        }
        return NONE;
    }

    /// Counts a session that was turned away because the store is full.
    public void refuse() {
        refused++;
    }

    /// Ends a session.
    public void close(int record) {
        wheel.unlink(record);
        young.remove(record);
        long first = records.getLong(record, Records.FIRST);
        long second = records.getLong(record, Records.SECOND);
        index.remove(words.hash(first, second), record << 1);
        long replyFirst = records.coldLong(record, Records.REPLY_FIRST);
        long replySecond = records.coldLong(record, Records.REPLY_SECOND);
        index.remove(words.hash(replyFirst, replySecond), record << 1 | 1);
        wideKeys.release(records.coldInt(record, Records.WIDE_KEY));
        wideKeys.release(records.coldInt(record, Records.WIDE_REPLY));
        // Whoever has found this session before finds that it ended, even before the record is used again: packets of
        // the
        // same burst by its words, those that wait by its generation.
        records.setLong(record, Records.FIRST, 0);
        records.setLong(record, Records.SECOND, 0);
        records.setByte(record, Records.FLAGS, 0);
        records.coldInt(record, Records.GENERATION, generation(record) + 1);
        free[freeCount++] = record;
        closings++;
    }

    /// Notes that a packet came and how long the session may now be idle.
    public void touch(int record, long now, long idleNanos) {
        records.setLong(record, Records.LAST_SEEN, now);
        records.coldInt(record, Records.IDLE_MILLIS, (int)
                Math.min(Integer.MAX_VALUE, (idleNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI));
        if (!wheel.linked(record)) {
            wheel.link(record, now, idleNanos);
        } else if (now / Wheel.TICK_NANOS + idleNanos / Wheel.TICK_NANOS < wheel.dueTick(record)) {
            // A shorter time than before has to be seen before the old one is due.
            wheel.unlink(record);
            wheel.link(record, now, idleNanos);
        }
    }

    /// Notes that a packet came; the session may be idle as long as before.
    public void seen(int record, long now) {
        records.setLong(record, Records.LAST_SEEN, now);
    }

    /// Says whether the session is in use; one that is not makes room when the store is full.
    public void inUse(int record, boolean used) {
        if (used) {
            young.remove(record);
        } else {
            young.add(record);
        }
    }

    /// The oldest session that is not in use yet, [#NONE] where all are.
    public int oldestUnused() {
        return young.oldest();
    }

    /// Counts a session that made room for another.
    public void evicted() {
        evicted++;
    }

    /// Ends sessions that were idle for too long, at most a certain number at once.
    ///
    /// @param ending told each record before it is freed
    /// @return whether there may be more
    public boolean expire(long now, IntConsumer ending) {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            int record = wheel.poll(now);
            if (record == NONE) {
                return false;
            }
            long left = lastSeen(record) + idleNanos(record) - now;
            if (left <= 0) {
                ending.accept(record);
                close(record);
                expired++;
            } else {
                wheel.link(record, now, left);
            }
        }
        return true;
    }

    private long idleNanos(int record) {
        return records.coldInt(record, Records.IDLE_MILLIS) * (long) NANOS_PER_MILLI;
    }

    /// Tells every open record.
    public void forEach(IntConsumer action) {
        for (int record = 0; record < capacity && size() > 0; record++) {
            if (records.flag(record, Records.OPEN)) {
                action.accept(record);
            }
        }
    }

    /// The memory that holds the functions' fields.
    public MemorySegment memory() {
        return records.hot();
    }

    /// Where [#memory()] lies.
    public long address() {
        return address;
    }

    /// Where the functions' fields of a record begin.
    public long scratch(int record) {
        return records.base(record) + Records.HEADER;
    }

    /// Copies the opener's key of a record.
    public void key(int record, MemorySegment target) {
        long second = records.getLong(record, Records.SECOND);
        if (Words.wide(second)) {
            wideKeys.copy(records.coldInt(record, Records.WIDE_KEY), target);
        } else {
            Words.unfold(records.getLong(record, Records.FIRST), second, target);
        }
    }

    /// Copies the key of the way back of a record.
    public void reply(int record, MemorySegment target) {
        long second = records.coldLong(record, Records.REPLY_SECOND);
        if (Words.wide(second)) {
            wideKeys.copy(records.coldInt(record, Records.WIDE_REPLY), target);
        } else {
            Words.unfold(records.coldLong(record, Records.REPLY_FIRST), second, target);
        }
    }

    public long lastSeen(int record) {
        return records.getLong(record, Records.LAST_SEEN);
    }

    /// The path that the session takes.
    public int path(int record) {
        return records.getShort(record, Records.PATH);
    }

    public void path(int record, int path) {
        records.setShort(record, Records.PATH, path);
    }

    /// Bits of the path's nodes that do not see the session, the first node being bit 0.
    public long skipped(int record) {
        return records.coldLong(record, Records.SKIPPED);
    }

    public void skipped(int record, long bits) {
        records.coldLong(record, Records.SKIPPED, bits);
        regular(record);
    }

    private void regular(int record) {
        records.flag(record, Records.IRREGULAR, skipped(record) != 0 || blockedAt(record) != 0 || stale(record));
    }

    /// Whether some node translates the session.
    public boolean translated(int record) {
        return records.flag(record, Records.TRANSLATED);
    }

    public void translated(int record, boolean does) {
        records.flag(record, Records.TRANSLATED, does);
    }

    /// Whether nodes have to be asked about the session, which another program opened.
    public boolean stale(int record) {
        return records.flag(record, Records.STALE);
    }

    public void stale(int record, boolean is) {
        records.flag(record, Records.STALE, is);
        regular(record);
    }

    public int state(int record) {
        return records.getByte(record, Records.STATE);
    }

    public void state(int record, int state) {
        records.setByte(record, Records.STATE, state);
    }

    /// The kind of session.
    public int kind(int record) {
        return records.getByte(record, Records.KIND);
    }

    public void kind(int record, int kind) {
        records.setByte(record, Records.KIND, kind);
    }

    /// 0, or one more than the place on the path at which all its packets are dropped.
    public int blockedAt(int record) {
        return records.getByte(record, Records.BLOCKED_AT);
    }

    public void blockedAt(int record, int place) {
        records.setByte(record, Records.BLOCKED_AT, place);
        regular(record);
    }

    public boolean openedByServer(int record) {
        return records.flag(record, Records.BY_SERVER);
    }

    public void openedByServer(int record, boolean byServer) {
        records.flag(record, Records.BY_SERVER, byServer);
    }

    /// The ports between which the session runs.
    public void ports(int record, int client, int server) {
        records.coldShort(record, Records.CLIENT_PORT, client);
        records.coldShort(record, Records.SERVER_PORT, server);
    }

    public int clientPort(int record) {
        return records.coldShort(record, Records.CLIENT_PORT);
    }

    public int serverPort(int record) {
        return records.coldShort(record, Records.SERVER_PORT);
    }

    /// Tells two sessions apart that used the same record one after the other.
    public int generation(int record) {
        return records.coldInt(record, Records.GENERATION);
    }

    public int size() {
        return capacity - freeCount;
    }

    public int capacity() {
        return capacity;
    }

    public long opened() {
        return opened;
    }

    public long expired() {
        return expired;
    }

    public long refused() {
        return refused;
    }

    /// Sessions that made room for others.
    public long evictions() {
        return evicted;
    }

    /// How many sessions ended so far, for whatever reason: while it stays the same, what was found is
    /// still there.
    public long closings() {
        return closings;
    }

    /// All memory of the store, the index and the list of free records included.
    public long bytes() {
        return records.hot().byteSize()
                + records.cold().byteSize()
                + index.bytes()
                + wideKeys.bytes()
                + 4L * free.length;
    }

    /// Gives its memory back little by little, once nobody uses it any more; it still has to be closed.
    public void giveBack() {
        Pages.giveBack(records.hot());
        Pages.giveBack(records.cold());
        Pages.giveBack(index.slots());
    }

    @Override
    public void close() {
        arena.close();
    }
}
