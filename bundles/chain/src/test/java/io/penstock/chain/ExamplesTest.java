// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    static final Path EXAMPLES =
            Path.of(System.getProperty("penstock.root", "../..")).resolve("examples");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".chain.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldFindTheExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldReadEachExampleWithoutWarning(Path file) throws Refused {
        assertThat(ChainDocument.read(file).warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldFindEachExampleInCanonicalForm(Path file) throws Refused {
        ChainDocument document = ChainDocument.read(file);
        assertThat(document.canonical()).isEqualTo(document.text());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldFindAHeaderThatSaysWhatItShows(Path file) throws Refused {
        assertThat(ChainDocument.read(file).text()).startsWith("# ");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldFindTheChainNamedAsItsFile(Path file) throws Refused {
        assertThat(file).hasFileName(ChainDocument.read(file).chain().name() + ".chain.yaml");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldWriteTheSameChainFromItsRecordsAlone(Path file) throws Refused {
        Chain chain = ChainDocument.read(file).chain();
        assertThat(ChainDocument.of("copy", chain).chain()).isEqualTo(chain);
    }
}
