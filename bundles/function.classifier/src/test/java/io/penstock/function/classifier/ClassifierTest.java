// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.classifier;

import io.penstock.testkit.Script;
import org.junit.jupiter.api.Test;

class ClassifierTest {
    private static final String CHAIN = """
            format: 1
            chain: two-ways
            ports:
              client: {driver: end}
              left: {driver: end}
              right: {driver: end}
            functions:
              cls: {type: classifier, branches: {web: tcp port 80, dns: udp port 53}}
            wires:
              - client -> cls
              - cls.web -> left
              - cls.dns -> right
            """;

    @Test
    void shouldSendEachSessionToTheFirstBranchThatMatches() {
        try (Script script = Script.chain(CHAIN, Classifier.class)) {
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:80").leavesBy("left");
            script.client("udp 10.0.0.1:40000 > 192.0.2.7:53").leavesBy("right");
        }
    }

    @Test
    void shouldDropWhatNoBranchMatches() {
        try (Script script = Script.chain(CHAIN, Classifier.class)) {
            script.client("tcp 10.0.0.1:40000 > 192.0.2.7:22")
                    .drops("no-branch")
                    .at("cls");
        }
    }

    @Test
    void shouldLetAServerOpenAlongTheBranchThatMatchesThePacketTurnedRound() {
        try (Script script = Script.chain(CHAIN, Classifier.class)) {
            script.server("tcp 192.0.2.7:80 > 10.0.0.1:40000").leavesBy("client");
            script.server("tcp 192.0.2.7:22 > 10.0.0.1:40000").drops("no-branch");
        }
    }
}
