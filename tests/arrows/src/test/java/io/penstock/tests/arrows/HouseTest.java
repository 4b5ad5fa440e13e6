// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.arrows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Names and files keep the order of the house.
class HouseTest {
    private static final Set<String> TEXT = Set.of(
            "java",
            "md",
            "xml",
            "yaml",
            "yml",
            "json",
            "bndrun",
            "bnd",
            "txt",
            "svg",
            "c",
            "h",
            "tsv",
            "properties",
            "sh");

    /// Folders of one person's or one machine's; put together here so that this file does not hold them itself.
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.~}])/(?:" + "wo" + "rk|ro" + "ot|ho" + "me/\\w+)/[\\w.]");

    @Test
    void shouldNameEachFolderAsItsBundle() {
        assertThat(House.bundles()).isNotEmpty().allSatisfy(folder -> {
            var pom = House.text(folder.resolve("pom.xml")).replaceAll("(?s)<parent>.*?</parent>", "");
            assertThat(pom).contains("<artifactId>io.penstock." + folder.getFileName() + "</artifactId>");
        });
    }

    @Test
    void shouldBuildEachBundle() {
        var reactor = House.text(House.root().resolve("pom.xml"));

        assertThat(House.bundles())
                .allSatisfy(folder ->
                        assertThat(reactor).contains("<module>" + House.root().relativize(folder) + "</module>"));
    }

    @Test
    void shouldHoldNoMachinePath() {
        var files = House.files(House.root(), HouseTest::isText);

        assertThat(files)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(
                                MACHINE_PATH.matcher(House.text(file)).results().map(found -> found.group()))
                        .as(file.toString())
                        .isEmpty());
    }

    @Test
    void shouldSayItsLicenceInTheFirstLine() {
        var sources = House.files(House.root(), file -> file.toString().endsWith(".java"));

        assertThat(sources)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(House.text(file))
                        .as(file.toString())
                        .startsWith("// SPDX-License-Identifier: Apache-2.0\n"));
    }

    @Test
    void shouldNotWriteAnythingButUtf8() {
        assertThat(House.files(House.root(), HouseTest::isText))
                .allSatisfy(
                        file -> assertThat(House.text(file)).as(file.toString()).doesNotContain("\uFFFD", "\r"));
    }

    private static boolean isText(Path file) {
        var name = file.getFileName().toString();
        var extension = name.substring(name.lastIndexOf('.') + 1);
        return TEXT.contains(extension) || name.equals("penstock") || file.endsWith(".ci/run");
    }
}
