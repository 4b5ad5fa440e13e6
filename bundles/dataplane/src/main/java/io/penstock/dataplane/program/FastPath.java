// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.BurstKeys;
import io.penstock.dataplane.packet.FastParser;
import io.penstock.dataplane.session.SessionStore;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// The way of a whole burst: parse and hash all frames, look all sessions up, run each path.
final class FastPath {
    private final SessionStore store;
    private final FastParser parser;
    private final BurstKeys found;
    private final Compiled compiled;
    private final MethodHandle run;

    FastPath(SessionStore store, FastParser parser, BurstKeys found, Compiled compiled, Arena arena) {
        this.store = store;
        this.parser = parser;
        this.found = found;
        this.compiled = compiled;
        run = handle();
    }

    private static MethodHandle handle() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(
                            Compiled.class,
                            "run",
                            MethodType.methodType(void.class, Burst.class, Gate.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    void carry(Burst burst, Gate gate, long now, @Nullable Former former) {
        parser.parse(burst);
        int[] entries = found.entries();
        for (int i = 0; i < burst.count; i++) {
            entries[i] = found.shapes()[i] == FastParser.SLOW ? Compiled.SLOW : store.candidate(found.hash()[i]);
        }
        if (former != null) {
            carryOver(former, burst.count);
        }
        try {
            // Through a handle that is no constant: then no compiled caller ever relies on which program this is, and
            // none has to be thrown away when another comes.
            run.invokeExact(compiled, burst, gate, now);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable never) {
            throw new IllegalStateException(never);
        }
    }

    /// Brings over the sessions of the burst that the program before still has.
    private void carryOver(Former former, int count) {
        int[] entries = found.entries();
        for (int i = 0; i < count; i++) {
            if (entries[i] == SessionStore.NONE && found.shapes()[i] != FastParser.SLOW) {
                int entry =
                        former.find(found.first()[i], found.second()[i], found.hash()[i], found.keys(), found.at(i));
                entries[i] = entry == SessionStore.NONE ? store.candidate(found.hash()[i]) : entry;
            }
        }
    }
}
