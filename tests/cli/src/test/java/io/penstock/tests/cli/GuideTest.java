// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/add-a-function.md` does what it says, word for word.
class GuideTest {
    private static final Pattern FILE = Pattern.compile("(?ms)^`([^`\\n]+)`\\n\\n```\\w+\\n(.*?)^```$");
    private static final Pattern OUTPUT = Pattern.compile("(?ms)^```text (\\w+)\\n(.*?)^```$");
    private static final Path CAPTURE = Cli.root().resolve("examples/office.pcapng");
    private static final String CHAIN = "capped-dns.chain.yaml";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void fault113ShouldBuildInstallAndRunTheGuidesFunctionAndRefuseItTwice() throws Exception {
        Optional<Path> mvn = Modules.maven();
        assumeTrue(mvn.isPresent(), "mvn is not on the PATH");
        assumeTrue(Files.exists(CAPTURE), "examples/office.pcapng is not there");
        String guide = Files.readString(Cli.root().resolve("docs/add-a-function.md"));
        Map<String, String> outputs = blocks(OUTPUT, guide);
        Cli cli = new Cli(folder);
        String jar = built(mvn.get(), blocks(FILE, guide)).toString();
        Files.copy(CAPTURE, folder.resolve("office.pcapng"));

        assertThat(cli.run("install", jar).succeeded().out()).contains("function quota: Quota");
        cli.run("install", jar).refused("this build of org.example.quota 0.1.0.SNAPSHOT is there already");
        assertThat(cli.run("show", "functions").succeeded().out()).contains(outputs.get("functions"));
        assertThat(cli.run("run", CHAIN).succeeded().out()).contains(outputs.get("run"));

        cli.file(CHAIN, Files.readString(folder.resolve(CHAIN)).replace("udp port", "udp prt"));
        assertThat(cli.run("check", CHAIN).refused(CHAIN).err()).isEqualTo(outputs.get("mistake"));
        assertThat(cli.run("remove", "org.example.quota").succeeded().out()).contains("removed org.example.quota");
    }

    private Path built(Path mvn, Map<String, String> files) throws Exception {
        assertThat(files).hasSize(4).containsKeys("pom.xml", CHAIN);
        Map<String, String> module = new HashMap<>(files);
        Files.writeString(folder.resolve(CHAIN), module.remove(CHAIN));
        return Modules.built(mvn, folder.resolve("quota"), module);
    }

    private static Map<String, String> blocks(Pattern pattern, String text) {
        Map<String, String> blocks = new HashMap<>();
        Matcher block = pattern.matcher(text);
        while (block.find()) {
            blocks.put(block.group(1), block.group(2));
        }
        return blocks;
    }
}
