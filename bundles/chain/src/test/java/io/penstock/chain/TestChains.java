// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.List;
import java.util.Objects;

/// Documents that tests share.
final class TestChains {
    /// A branch office: every kind of thing that a document can say.
    static final String DESIGN = """
            # Branch office edge
            format: 1
            chain: branch-edge
            ports:
              lan: {driver: pcap, in: lan.pcap, out: lan-out.pcapng}
              wan: {driver: dpdk, device: "net_af_packet0,iface=eth1"}
            functions:
              cls: {type: classifier, branches: {web: tcp port 80 or tcp port 443, rest: ""}}
              fw: {type: firewall, rules: ["allow udp port 53", "allow tcp port 80 or tcp port 443", deny], on-failure: closed}
              ids: {type: ids, rules: [file:local.rules]}
              nat: {type: nat, address: 198.51.100.1}
            wires:
              - lan -> cls
              - cls.web -> ids -> fw
              - cls.rest -> fw
              - fw -> nat -> wan
            """;

    /// Written by a person who likes comments and blank lines.
    static final String COMMENTED = """
            # header

            # second paragraph
            format: 1
            chain: commented  # its name

            # the doors
            ports:  # two of them
              # inside
              lan: {driver: memory}  # left
              wan: {driver: memory}

            functions:
              fw:  # the wall
                # what it is
                type: firewall
                rules:
                  # names
                  - allow udp port 53  # DNS

                  - deny
                # how it fails
                on-failure: open  # for now
              count: {type: counter}  # counts
              # just before note
              note:
                type: note
                text: |
                  first line # no comment
                  second: line

                  fourth
            wires:
              # the way
              - lan -> fw -> count  # half
              - count -> note -> wan
            # footer
            """;

    /// As another program might write it, in one line.
    static final String JSON = """
            {"format": 1, "chain": "json", "ports": {"a": {"driver": "memory"}, "b": {"driver": "memory", "n": [1, 2.5]}},
             "wires": ["a -> x -> b"], "functions": {"x": {"type": "t", "list": [], "map": {}, "on": true, "f": "1.0"}}}
            """;

    /// As it comes from a hand in a hurry.
    static final String SLOPPY = """
            wires: [ 'a->x' , x ->
                b ]
            functions:
                x:
                    observe:   true
                    version: 1.0
                    type: "t"   # trailing
                    over: tcp
                    words: ['it''s', "a \\"b\\" \\u00e9", yes,
                        plain text over
                        two lines]
                    y: -0.50
            # between
            ports: { a : {driver: memory},
              # inside braces
              b: {driver: memory} # close
            }
            chain: sloppy
            format: 1
            """;

    static final List<String> ALL = List.of(DESIGN, COMMENTED, JSON, SLOPPY);

    private TestChains() {}

    /// The value of a property that is there.
    static Object property(Chain chain, String node, String key) {
        return Objects.requireNonNull(
                chain.node(node).orElseThrow().properties().get(key));
    }
}
