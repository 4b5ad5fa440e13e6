// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
        Optional<Path> mvn = onPath("mvn");
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
        Path module = folder.resolve("quota");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = (file.getKey().equals(CHAIN) ? folder : module).resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, file.getValue());
        }
        Path log = folder.resolve("mvn.log");
        ProcessBuilder builder = new ProcessBuilder(mvn.toString(), "-q", "-B", "-o", "package")
                .directory(module.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        boolean ended = process.waitFor(180, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended && process.exitValue() == 0)
                .describedAs(() -> "mvn package: " + text(log))
                .isTrue();
        try (Stream<Path> jars = Files.list(module.resolve("target"))) {
            return jars.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Map<String, String> blocks(Pattern pattern, String text) {
        Map<String, String> blocks = new HashMap<>();
        Matcher block = pattern.matcher(text);
        while (block.find()) {
            blocks.put(block.group(1), block.group(2));
        }
        return blocks;
    }

    private static Optional<Path> onPath(String command) {
        List<String> folders = Arrays.asList(
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1));
        return folders.stream()
                .filter(one -> !one.isEmpty())
                .map(one -> Path.of(one, command))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
