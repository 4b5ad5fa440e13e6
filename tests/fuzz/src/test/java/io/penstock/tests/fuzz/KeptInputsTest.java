// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// What fuzzing found to reach all the code it reached, tried again in each build.
class KeptInputsTest {
    private interface Target {
        void run(byte[] input) throws Exception;
    }

    @Test
    void shouldAgreeWithSlowDecoderOnKeptFrames() throws IOException {
        all("frame", new FrameFuzzTest()::shouldAgreeWithSlowDecoder);
    }

    @Test
    void shouldReadBackKeptMatches() throws IOException {
        all("match", new MatchFuzzTest()::shouldReadBackWhatItWrites);
    }

    @Test
    void shouldKeepMeaningOfKeptChains() throws IOException {
        all("chain", new ChainFuzzTest()::shouldKeepMeaningInCanonicalForm);
    }

    @Test
    void shouldReadBackKeptCaptures() throws IOException {
        all("capture", new CaptureFuzzTest()::shouldReadBackWhatItWrites);
    }

    @Test
    void shouldEditContentOfKeptConversations() throws IOException {
        all("http", new HttpFuzzTest()::shouldEditContentHoweverItIsCut);
    }

    @Test
    void shouldUnzipKeptContentToItsEdit() throws IOException {
        all("coding", new CodingFuzzTest()::shouldUnzipToTheEditHoweverItIsCut);
    }

    @Test
    void shouldDeliverTheEditOverKeptNetworks() throws IOException {
        all("tcp", new TcpFuzzTest()::shouldDeliverTheEditOfWhatWasSent);
    }

    @Test
    void shouldAnswerKeptQuestions() throws IOException {
        all("dns", new DnsFuzzTest()::shouldAnswerWhatItReadsAsAQuestion);
    }

    private static void all(String name, Target target) throws IOException {
        int inputs = 0;
        try (ZipInputStream archive = new ZipInputStream(Files.newInputStream(Path.of("corpus", name + ".zip")))) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                byte[] input = archive.readAllBytes();
                try {
                    target.run(input);
                } catch (Exception | AssertionError e) {
                    throw new AssertionError(
                            name + " " + entry.getName() + ": " + HexFormat.of().formatHex(input), e);
                }
                inputs++;
            }
        }
        assertThat(inputs).as("inputs kept for " + name).isGreaterThan(30);
    }
}
