// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.Address;
import io.penstock.api.End;
import io.penstock.api.NoFields;
import io.penstock.api.Opening;
import io.penstock.api.Owned;
import io.penstock.api.SessionFunction;
import io.penstock.api.Side;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;
import java.util.List;

/// Gives one end of each session another address and, where it is not 0, another port.
@Vnf(
        type = "rewrite",
        name = "Rewrite",
        translates = {End.SOURCE, End.DESTINATION})
public final class Rewrite implements SessionFunction<NoFields> {
    /// What can be set.
    public @interface Config {
        String end() default "source";

        String to();

        int port() default 0;

        /// The address that it answers for.
        String owns() default "";
    }

    private static final Verdict CANNOT = Verdict.drop("cannot-translate");

    private final End end;
    private final Address address;
    private final int port;
    private final boolean own;
    private final Address shown;

    public Rewrite(Config config) {
        end = config.end().equals("source") ? End.SOURCE : End.DESTINATION;
        address = Address.parse(config.to());
        own = !config.owns().isEmpty();
        shown = own ? Address.parse(config.owns()) : address;
        port = config.port() == 0 ? Opening.NO_PORT : config.port();
    }

    /// A source is shown to servers, a destination to clients.
    @Override
    public List<Owned> owns() {
        return own ? List.of(new Owned(end == End.SOURCE ? Side.SERVER : Side.CLIENT, shown)) : List.of();
    }

    @Override
    public Verdict onOpen(Opening opening, NoFields session) {
        return opening.translate(end, address, port) ? Verdict.PASS : CANNOT;
    }
}
