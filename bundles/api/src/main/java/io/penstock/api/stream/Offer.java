// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import io.penstock.api.Bytes;
import io.penstock.api.Side;
import io.penstock.api.port.Octets;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// The layer's side of a [Window]: it shows bytes where they lie, and reads what the function made of them.
/// Made once for each worker and used for all of its flows.
public final class Offer {
    MemorySegment memory = MemorySegment.NULL;
    long start;
    int length;
    int fresh;
    long offset;
    boolean last;
    Side from = Side.CLIENT;
    final Edits edits = new Edits();
    Streams.Notes notes = name -> {};

    private final Window window = new Window(this);

    /// What the function is handed.
    public Window window() {
        return window;
    }

    /// Shows other bytes; changes asked for before are forgotten.
    ///
    /// @param start where the bytes begin in the segment
    /// @param fresh how many of the first bytes an earlier window has shown
    /// @param offset which byte of the stream the first one is
    /// @param last whether the stream ends with these bytes
    // A reference is only written where it differs: writing one is dearer than comparing.
    @SuppressWarnings({"MemorySegmentReferenceEquality", "ReferenceEquality"})
    public Window show(MemorySegment shown, long start, int length, int fresh, long offset, boolean last, Side from) {
        if (memory != shown) {
            memory = shown;
        }
        this.start = start;
        this.length = length;
        this.fresh = fresh;
        this.offset = offset;
        this.last = last;
        if (this.from != from) {
            this.from = from;
        }
        edits.clear();
        return window;
    }

    /// Where is counted what the function notes.
    public void noteTo(Streams.Notes sink) {
        if (!notes.equals(sink)) {
            notes = sink;
        }
    }

    /// Shows some bytes of another offer, as [#show] does.
    ///
    /// @param at where they begin in its window
    public Window part(Offer whole, int at, int shownBytes, int freshFrom, long offsetOfFirst, boolean isLast) {
        Objects.checkFromIndexSize(at, shownBytes, whole.length);
        return show(whole.memory, whole.start + at, shownBytes, freshFrom, offsetOfFirst, isLast, whole.from);
    }

    /// Copies bytes of the window as they came.
    public void copy(int at, int bytes, byte[] to, int place) {
        Objects.checkFromIndexSize(at, bytes, length);
        Octets.copy(memory, start + at, to, place, bytes);
    }

    /// Shows nothing any more: a window that was kept too long fails.
    public void hide() {
        length = 0;
        edits.clear();
    }

    /// Forgets changes of bytes that are held and will be shown again.
    ///
    /// @throws IllegalArgumentException when the hold begins inside a change
    public void holdFrom(int place) {
        edits.cut(place);
    }

    /// Lets what was put in so far stay even where it stands right at the place from which bytes are held: it
    /// belongs to the bytes before.
    public void settle() {
        edits.settle();
    }

    /// Forgets all changes.
    public void forget() {
        edits.clear();
    }

    /// How many changes there are; they come by place.
    public int edits() {
        return edits.count();
    }

    /// Where a change begins.
    public int place(int edit) {
        return edits.place(edit);
    }

    /// How many bytes a change takes out.
    public int removed(int edit) {
        return edits.length(edit);
    }

    /// What a change puts in.
    public Bytes inserted(int edit) {
        return edits.replacement(edit);
    }

    /// By how many bytes the changes lengthen what passes; negative where they shorten it.
    public long growth() {
        return edits.growth();
    }

    /// Writes the first bytes of the window with their changes.
    ///
    /// @param passing how many of the window's bytes pass
    /// @return how many bytes were written: `passing` and the growth
    public int copyTo(MemorySegment to, long at, int passing) {
        int read = 0;
        long write = at;
        for (int i = 0; i < edits.count(); i++) {
            int same = edits.place(i) - read;
            Octets.copy(memory, start + read, to, write, same);
            write += same;
            edits.replacement(i).copyTo(to, write);
            write += edits.replacement(i).length();
            read = edits.place(i) + edits.length(i);
        }
        Octets.copy(memory, start + read, to, write, passing - read);
        return (int) (write + passing - read - at);
    }
}
