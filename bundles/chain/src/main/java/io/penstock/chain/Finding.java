// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import io.penstock.api.Problem.Severity;
import java.util.ArrayList;
import java.util.List;

/// Something about the shape of a drawing that a person has to mend, or at least to know.
public sealed interface Finding {
    /// The port or node it is about; empty where it is the drawing as a whole.
    String element();

    /// The wires it is about, those to look at first.
    default List<Wire> wires() {
        return List.of();
    }

    /// Whether a drawing that has it can be deployed.
    default Severity severity() {
        return Severity.ERROR;
    }

    /// What is wrong, without a full stop.
    String what();

    /// How to mend it, without a full stop.
    String mend();

    /// Wires lead into a port and out of it.
    record TwoWays(String port, Wire in, Wire out) implements Finding {
        @Override
        public String element() {
            return port;
        }

        @Override
        public List<Wire> wires() {
            return List.of(in, out);
        }

        @Override
        public String what() {
            return "wires lead into port `" + port + "` and out of it: `" + in.text() + "`, `" + out.text() + "`";
        }

        @Override
        public String mend() {
            return "draw from clients to servers; the way back is the same wires reversed";
        }
    }

    /// Two wires begin at the same output.
    ///
    /// @param other the one that was there first
    record SecondWire(Wire wire, Wire other) implements Finding {
        @Override
        public String element() {
            return wire.from().element();
        }

        @Override
        public List<Wire> wires() {
            return List.of(wire);
        }

        @Override
        public String what() {
            return "a second wire at `" + wire.from().text() + "`, which leads to `"
                    + other.to().text() + "` already";
        }

        @Override
        public String mend() {
            return "put a classifier there to split traffic";
        }
    }

    /// Packets would go round for ever.
    ///
    /// @param loop the nodes in order, each once
    /// @param closing the wire from the last to the first
    record Cycle(List<String> loop, Wire closing) implements Finding {
        private static final int SHOWN = 12;

        public Cycle {
            loop = List.copyOf(loop);
        }

        @Override
        public String element() {
            return closing.from().element();
        }

        @Override
        public List<Wire> wires() {
            return List.of(closing);
        }

        @Override
        public String what() {
            return "a cycle: `" + path() + "`";
        }

        @Override
        public String mend() {
            return "packets would go round for ever; remove the wire `" + closing.text() + "`";
        }

        /// Once round, in one line; the middle of a long way is left out.
        public String path() {
            List<String> shown = new ArrayList<>(loop.size() <= SHOWN ? loop : loop.subList(0, SHOWN - 2));
            if (loop.size() > SHOWN) {
                shown.add("... (" + (loop.size() - SHOWN + 1) + " more)");
                shown.add(loop.getLast());
            }
            shown.add(loop.getFirst());
            return String.join(" -> ", shown);
        }
    }

    /// No port has only wires going out, or none has only wires coming in.
    ///
    /// @param client which of both
    record NoSide(boolean client) implements Finding {
        @Override
        public String element() {
            return "";
        }

        @Override
        public String what() {
            return "no " + (client ? "client" : "server") + " port";
        }

        @Override
        public String mend() {
            return client ? "begin a wire at a port" : "end a wire at a port";
        }
    }

    /// No client's packet comes to a node.
    record Unreached(String element) implements Finding {
        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String what() {
            return "no wire leads from a client port to `" + element + "`";
        }

        @Override
        public String mend() {
            return "it will see no session of a client";
        }
    }

    /// What comes to a node cannot leave.
    record DeadEnd(String element) implements Finding {
        @Override
        public String what() {
            return "no wire leads from `" + element + "` to a server port";
        }

        @Override
        public String mend() {
            return "wire it on, or remove it";
        }
    }

    /// A port without a wire.
    record Unwired(String element) implements Finding {
        @Override
        public Severity severity() {
            return Severity.WARNING;
        }

        @Override
        public String what() {
            return "port `" + element + "` has no wire";
        }

        @Override
        public String mend() {
            return "nothing will enter or leave there";
        }
    }
}
