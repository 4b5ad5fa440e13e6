// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import io.penstock.api.Address;
import io.penstock.api.End;
import io.penstock.api.Opening;
import io.penstock.api.SessionFunction;
import io.penstock.api.Verdict;
import io.penstock.api.Vnf;

/// Gives one end of each session another address and, where it is not 0, another port.
@Vnf(
        type = "rewrite",
        name = "Rewrite",
        translates = {End.SOURCE, End.DESTINATION})
public final class Rewrite implements SessionFunction<Rewrite.Session> {
    /// What can be set.
    public @interface Config {
        String end() default "source";

        String to();

        int port() default 0;
    }

    /// How many sessions are open now.
    public interface Session {
        boolean counted();

        void counted(boolean yes);
    }

    private static final Verdict CANNOT = Verdict.drop("cannot-translate");

    private final End end;
    private final Address address;
    private final int port;
    private int open;

    public Rewrite(Config config) {
        end = config.end().equals("source") ? End.SOURCE : End.DESTINATION;
        address = Address.parse(config.to());
        port = config.port() == 0 ? Opening.NO_PORT : config.port();
    }

    int open() {
        return open;
    }

    @Override
    public Verdict onOpen(Opening opening, Session session) {
        session.counted(true);
        open++;
        return opening.translate(end, address, port) ? Verdict.PASS : CANNOT;
    }

    @Override
    public void onEnd(Session session) {
        if (session.counted()) {
            open--;
        }
    }
}
