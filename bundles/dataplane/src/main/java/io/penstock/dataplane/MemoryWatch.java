// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.dataplane.program.Memory;

/// Looks whether functions of a chain use up the memory of this process, before none is left where that can be.
final class MemoryWatch {
    /// A chain is asked whose thread has taken so large a share of all memory, garbage included.
    private static final int SHARE = 4;

    private static final long BETWEEN_COLLECTIONS_NANOS = 2_000_000_000L;

    /// Garbage is collected sooner again once so large a share of the room that was left has been taken.
    private static final int SHARE_OF_ROOM = 4;

    private final RunningChain chain;
    private final int worker;
    private long counted;
    private long allAtCollection;
    private long room;
    private long collected = System.nanoTime() - BETWEEN_COLLECTIONS_NANOS;

    MemoryWatch(RunningChain chain, int worker) {
        this.chain = chain;
        this.worker = worker;
        // Where there is no memory, what was never asked for cannot be had.
        ThreadFigures.allocatedBytes(Thread.currentThread());
        var _ = ThreadFigures.ALLOCATED_BY_ME.getAsLong();
        Memory.keep();
    }

    void look(Thread carrier) {
        chain.replaceHungriest();
        boolean missed = chain.missedMemory(worker);
        if (!missed && !Memory.isShort()) {
            Memory.keep();
            return;
        }
        long all = ThreadFigures.allocatedBytes(carrier);
        counted = all < counted ? 0 : counted;
        long taken = all - counted;
        if (taken <= Memory.most() / SHARE) {
            if (missed) {
                chain.forgive(worker);
            }
        } else if (missed || isShortWithoutGarbage(carrier)) {
            counted = chain.goOnWithoutHungriest(worker, taken) ? all : counted;
            chain.replaceHungriest();
        }
    }

    private boolean isShortWithoutGarbage(Thread carrier) {
        long takenSince = ThreadFigures.allocatedBytes(carrier) - allAtCollection;
        boolean slow = takenSince >= 0 && takenSince < room / SHARE_OF_ROOM;
        if (slow && System.nanoTime() - collected < BETWEEN_COLLECTIONS_NANOS) {
            return false;
        }
        System.gc();
        collected = System.nanoTime();
        allAtCollection = ThreadFigures.allocatedBytes(carrier);
        room = Memory.room();
        return Memory.isShort();
    }
}
