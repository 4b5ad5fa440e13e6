// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportTest {
    @TempDir
    Path root;

    @Test
    void shouldEndWithTheCountLine() throws IOException {
        report("surefire-reports", """
                <testcase name="shouldRun" classname="a.OneTest"/>
                <testcase name="shouldFly" classname="a.OneTest"/>""");

        assertThat(lines()).containsExactly("2 passed, 0 failed");
    }

    @Test
    void shouldShowWhatWasExpected() throws IOException {
        report("failsafe-reports", """
                <testcase name="shouldRun" classname="a.OneTest">
                  <failure message="&#10;expected: 1&#10; but was: 2" type="x">x&#10;\tat a.b</failure>
                </testcase>""");

        assertThat(lines("--log", "all.log"))
                .containsExactly(
                        "FAILED OneTest.shouldRun",
                        "    expected: 1",
                        "     but was: 2",
                        "",
                        "All output is in all.log",
                        "0 passed, 1 failed");
    }

    @Test
    void shouldListSkippedTestsByReason() throws IOException {
        report("test-reports/headless", """
                <testcase name="shouldRun" classname="a.OneTest"/>
                <testcase name="shouldSee" classname="a.OneTest"><skipped message="no tshark here"/></testcase>""");

        assertThat(lines())
                .containsExactly(
                        "skipped: no tshark here", "    OneTest.shouldSee", "", "1 passed, 0 failed, 1 skipped");
    }

    @Test
    void shouldFailWhenNoTestRan() throws IOException {
        assertThat(lines()).last().isEqualTo("0 passed, 0 failed");
        assertThat(TestReport.print(TestReport.Request.of(root.toString()), nowhere()))
                .isFalse();
    }

    @Test
    void shouldCountABrokenBuildAsFailure() throws IOException {
        report("surefire-reports", "<testcase name=\"shouldRun\" classname=\"a.OneTest\"/>");

        assertThat(lines("--broken", "One.java:[1,2] error: no"))
                .contains("FAILED build", "    One.java:[1,2] error: no")
                .endsWith("1 passed, 1 failed");
    }

    @Test
    void shouldCountADamagedReportAsFailure() throws IOException {
        report("surefire-reports", "<testcase name=\"shouldRun\" classname=\"a.OneTest\"/><testcase name=");

        assertThat(lines()).last().isEqualTo("1 passed, 1 failed");
    }

    @Test
    void shouldPrintFaultsByNumber() throws IOException {
        report("surefire-reports", """
                <testcase name="fault109ShouldRefuseCycle" classname="a.OneTest"/>
                <testcase name="fault7ShouldDrop(String)[1]" classname="a.OneTest"><error message="oops"/></testcase>
                <testcase name="faultlessRun" classname="a.OneTest"/>""");

        assertThat(lines("--faults").subList(0, 4))
                .containsExactly(
                        "fault  test                                 result",
                        "    7  OneTest.fault7ShouldDrop(String)[1]  failed",
                        "  109  OneTest.fault109ShouldRefuseCycle    passed",
                        "2 faults, 2 tests");
    }

    @Test
    void shouldNotResolveEntities() throws IOException {
        var folder = Files.createDirectories(root.resolve("m/target/surefire-reports"));
        var hostile = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><testsuite>"
                + "<testcase name=\"a\" classname=\"b\"><failure>&e;</failure></testcase></testsuite>";
        Files.writeString(folder.resolve("TEST-x.xml"), hostile);

        assertThat(lines()).noneMatch(line -> line.contains("root:")).endsWith("0 passed, 1 failed");
    }

    private void report(String folder, String cases) throws IOException {
        var path = Files.createDirectories(root.resolve("module/target").resolve(folder));
        Files.writeString(path.resolve("TEST-a.OneTest.xml"), "<testsuite>" + cases + "</testsuite>");
    }

    private List<String> lines(String... words) throws IOException {
        var all = new ArrayList<>(List.of(words));
        all.add(root.toString());
        var bytes = new ByteArrayOutputStream();
        TestReport.print(
                TestReport.Request.of(all.toArray(String[]::new)),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    }
}
