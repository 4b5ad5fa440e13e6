// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Control.SessionRow;
import io.penstock.testkit.Script;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The fields of sessions when a function's version changes.
class VersionSwapTest {
    private static final String PACKET = "udp 10.0.0.1:4000 > 192.0.2.7:53";
    private static final String NODE = "v: {type: v, on-failure: open}";

    private static Map<String, String> fields(Script script) {
        script.client(PACKET);
        assertThat(script.sessions()).hasSize(1);
        SessionRow row = script.sessions().getFirst();
        return row.fields();
    }

    @Test
    void shouldCarryFieldsOfTheSameNameAndTypeOfEveryKind() {
        try (Script script = Script.of(NODE, Versions.First.class)) {
            Map<String, String> before = fields(script);
            assertThat(before).hasSize(12).containsEntry("v.mood", "WILD").containsEntry("v.held", "set");
            script.become(NODE, Versions.Same.class);
            assertThat(fields(script)).isEqualTo(before);
        }
    }

    @Test
    void fault100ShouldBeginAs0WhatIsNewAndConvertWhatTheNewVersionCan() {
        try (Script script = Script.of(NODE, Versions.First.class)) {
            fields(script);
            script.become(NODE, Versions.Other.class);
            assertThat(fields(script))
                    .containsEntry("v.flag", "1")
                    .containsEntry("v.small", "-5")
                    .containsEntry("v.medium", "0")
                    .containsEntry("v.letter", String.valueOf((int) 'é'))
                    .containsEntry("v.number", "-70000")
                    .containsEntry("v.large", String.valueOf(1L << 40))
                    .containsEntry("v.part", "1.5")
                    .containsEntry("v.exact", "-2.25")
                    .containsEntry("v.mood", "BUSY")
                    .containsEntry("v.renamed", "42")
                    .containsEntry("v.fresh", "0")
                    .hasSize(12);
        }
    }

    @Test
    void shouldKeepTheSessionOfAConversionThatThrows() {
        try (Script script = Script.of(NODE, Versions.First.class)) {
            fields(script);
            script.become(NODE, Versions.Throws.class);
            assertThat(fields(script)).containsEntry("v.old", "42");
            assertThat(script.report().nodes().getFirst().failures()).isEqualTo(2);
        }
    }

    @Test
    void shouldGoThereAndBack() {
        try (Script script = Script.of(NODE, Versions.First.class)) {
            fields(script);
            script.become(NODE, Versions.Other.class);
            fields(script);
            script.become(NODE, Versions.Same.class);
            assertThat(fields(script))
                    .containsEntry("v.large", String.valueOf(1L << 40))
                    .containsEntry("v.old", "0");
        }
    }
}
