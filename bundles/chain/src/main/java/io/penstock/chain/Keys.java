// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.List;
import java.util.regex.Pattern;

/// The words of the document.
final class Keys {
    static final String FORMAT = "format";
    static final String CHAIN = "chain";
    static final String WORKERS = "workers";
    static final String PORTS = "ports";
    static final String FUNCTIONS = "functions";
    static final String WIRES = "wires";
    static final String DRIVER = "driver";
    static final String TYPE = "type";
    static final String VERSION = "version";
    static final String MATCH = "match";
    static final String OVER = "over";
    static final String ON_FAILURE = "on-failure";
    static final String ON_OVERRUN = "on-overrun";
    static final String OBSERVE = "observe";

    /// In canonical order.
    static final List<String> TOP = List.of(FORMAT, CHAIN, WORKERS, PORTS, FUNCTIONS, WIRES);

    static final List<String> NODE = List.of(TYPE, VERSION, MATCH, OVER, ON_FAILURE, ON_OVERRUN, OBSERVE);

    /// Of [#NODE], those that stand before a node's properties in canonical order.
    static final List<String> NODE_FIRST = List.of(TYPE, VERSION, MATCH, OVER);

    /// Of [#NODE], those that stand behind them.
    static final List<String> NODE_LAST = List.of(ON_FAILURE, ON_OVERRUN, OBSERVE);

    static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    static final String ID_RULE = "use a lower-case letter, then lower-case letters, digits and `-`, at most 63";
    static final Pattern PROPERTY = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");

    private Keys() {}
}
