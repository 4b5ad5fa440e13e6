// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.program;

import io.penstock.api.port.Burst;
import io.penstock.dataplane.packet.BurstKeys;
import io.penstock.dataplane.packet.FastParser;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The way of a whole burst: parse and hash all frames, look all sessions up, run each path.
final class FastPath {
    private final FastParser parser;
    private final BurstKeys found;
    private final Compiled compiled;
    private final MethodHandle parse;
    private final MethodHandle run;

    FastPath(FastParser parser, BurstKeys found, Compiled compiled) {
        this.found = found;
        this.parser = parser;
        this.compiled = compiled;
        parse = handle(FastParser.class, "parse", Burst.class);
        run = handle(Compiled.class, "run", Burst.class, Gate.class, long.class, Former.class);
    }

    private static MethodHandle handle(Class<?> type, String method, Class<?>... arguments) {
        try {
            return MethodHandles.lookup().findVirtual(type, method, MethodType.methodType(void.class, arguments));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Has all frames of the burst from this slot on go the interpreted way.
    void interpretFrom(int slot) {
        Arrays.fill(found.entries(), slot, found.entries().length, Compiled.SLOW);
    }

    /// @param steering hands over what belongs to other workers; null where there are none
    void carry(Burst burst, Gate gate, long now, @Nullable Former former, @Nullable Steering steering) {
        try {
            // Through handles that are no constants: then no compiled caller ever relies on which program this is, and
            // none has to be thrown away when another comes. Nor do several programs share one caller's inlining
            // budget.
            parse.invokeExact(parser, burst);
            if (steering != null) {
                steering.sort(burst, gate, found);
            }
            run.invokeExact(compiled, burst, gate, now, former);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable never) {
            throw new IllegalStateException(never);
        }
    }
}
