// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.penstock.api.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The published schema says what the reader does, as far as a schema can.
class SchemaTest {
    static final List<String> ALL = TestChains.ALL;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(ChainDocument.schema());

    static List<Path> examples() throws IOException {
        return ExamplesTest.examples();
    }

    private static List<String> complaints(String yaml) {
        Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return SCHEMA.validate(JSON.valueToTree(tree)).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void shouldBeASchemaItself() {
        JsonSchema meta = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(ChainDocument.schema(), com.networknt.schema.InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldHoldForEachExample(Path file) throws IOException {
        assertThat(complaints(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void shouldHoldForWhatTheReaderTakes(String text) throws Refused {
        assertThat(complaints(text)).isEmpty();
        assertThat(complaints(ChainDocument.parse("x", text).canonical())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format: 1>format: 2",
                "format: 1>formt: 1",
                "chain: branch-edge>chain: branch-edge\nworkers: 0",
                "chain: branch-edge>chain: branch-edge\nworkers: many",
                "chain: branch-edge>chain: Branch",
                "driver: pcap, >",
                "in: lan.pcap>in: {a: b}",
                "type: nat>kind: nat",
                "type: nat>type: [nat]",
                "on-failure: closed>on-failure: shut",
                "on-failure: closed>observe: maybe",
                "[file:local.rules]>[[x]]",
                "lan -> cls>lan",
                "lan -> cls>lan -> Cls",
                "lan -> cls>lan -> cls.web",
                "wires:>wire:",
                "ports:>prts:",
                "  nat: {>  NAT: {",
            })
    void shouldRefuseWhatTheReaderRefuses(String mistake) {
        String[] sides = mistake.split(">", 2).length == 2 && mistake.contains("->")
                ? mistake.split("(?<!-)>", 2)
                : mistake.split(">", 2);
        String text = TestChains.DESIGN.replaceFirst(java.util.regex.Pattern.quote(sides[0]), sides[1]);
        assertThat(text).isNotEqualTo(TestChains.DESIGN);
        assertThat(complaints(text)).isNotEmpty();
        assertThat(Refusals.of(text)).isNotEmpty();
    }

    @Test
    void shouldNameEveryKeyOfThePlatform() throws IOException {
        var node = JSON.readTree(ChainDocument.schema()).at("/$defs/node/properties");
        assertThat(node.fieldNames()).toIterable().containsExactlyElementsOf(Node.PLATFORM_KEYS);
    }
}
