// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.control.Control.SessionRow;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.shell.Golden;
import io.penstock.shell.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @Test
    void shouldLayOutAReport() {
        Golden.check("report.txt", ReportText.lines(Sample.report("office-edge", Status.State.ENDED), false));
    }

    @Test
    void shouldLayOutPortsWithWhatTheirDriversCount() {
        Golden.check("ports.txt", ReportText.ports(Sample.report("office-edge", Status.State.RUNNING), false));
    }

    @Test
    void shouldLayOutAPlan() {
        Golden.check("explain.txt", ExplanationText.lines(Sample.explanation("office-edge"), false));
    }

    @Test
    void shouldLayOutWhyAPacketPassed() {
        Golden.check("why-passed.txt", WhyText.lines(Sample.why("tcp 10.0.0.1:40000 > 192.0.2.7:80", true), false));
    }

    @Test
    void shouldLayOutWhyAPacketWasDropped() {
        Golden.check("why-dropped.txt", WhyText.lines(Sample.why("tcp 10.0.0.1:40000 > 192.0.2.7:23", false), false));
    }

    @Test
    void shouldLayOutFunctionsLayersAndSessions() {
        Golden.check("functions.txt", Lists.functions(Sample.functions(), false));
        Golden.check("layers.txt", Lists.layers(Sample.layers(), false));
        Golden.check("sessions.txt", Lists.sessions(Sample.sessions(), false));
        Golden.check("runtime.txt", Lists.work(Map.of("office-edge", Sample.work()), false));
    }

    @Test
    void shouldStayWithin120Columns() {
        assertThat(ReportText.lines(Sample.report("office-edge", Status.State.ENDED), false))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(ExplanationText.lines(Sample.explanation("office-edge"), false))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void fault97ShouldSayWhenPacketsAreNotAccountedFor() {
        Report good = Sample.report("a", Status.State.ENDED);
        Report bad = new Report(
                "a",
                Status.State.ENDED,
                1,
                good.in() + 5,
                good.out(),
                0,
                good.dropped(),
                0,
                Map.of(),
                List.of(),
                List.of(),
                good.sessions(),
                Map.of(),
                List.of());

        assertThat(ReportText.lines(good, false)).contains("in 1,234 + made 0 = out 1,200 + dropped 34 + held 0");
        assertThat(ReportText.lines(bad, false))
                .contains("in 1,239 + made 0 ≠ out 1,200 + dropped 34 + held 0  (5 not accounted for)");
    }

    @Test
    void shouldColourOnlyWhenAskedTo() {
        Report report = Sample.report("office-edge", Status.State.ENDED);
        List<String> coloured = ReportText.lines(report, true);

        assertThat(String.join("\n", ReportText.lines(report, false))).doesNotContain("\u001b");
        assertThat(String.join("\n", coloured)).contains("\u001b[1m");
        assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9]*m", "")))
                .containsExactlyElementsOf(ReportText.lines(report, false));
    }

    @Test
    void shouldShowBothTuplesOfTranslatedSessions() {
        SessionRow translated = new SessionRow(
                "udp 10.0.0.1:5353 > 192.0.2.7:53",
                "udp 198.51.100.1:1024 > 192.0.2.7:53",
                "answered",
                0,
                List.of("nat"),
                Map.of());

        List<String> lines = Lists.sessions(List.of(translated), false);

        assertThat(lines.get(0)).contains("translated");
        assertThat(lines.get(1)).contains("udp 10.0.0.1:5353 > 192.0.2.7:53", "udp 198.51.100.1:1024 > 192.0.2.7:53");
        assertThat(Lists.sessions(Sample.sessions(), false).get(0)).doesNotContain("translated");
    }

    @Test
    void fault118ShouldEscapeControlCharactersOfPacketsOnTheTerminal() {
        SessionRow hostile = new SessionRow(
                "\u001b]0;owned\u0007 \u009b2J",
                "",
                "open\r\nfake",
                0,
                List.of("\u202efw"),
                Map.of("a.b", "\u001b[31m"));

        List<String> lines = Lists.sessions(List.of(hostile), false);

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1))
                .contains("\\x1b]0;owned\\x07 \\x9b2J", "open\\x0d\\x0afake", "\\u202efw", "\\x1b[31m")
                .matches("\\P{Cc}*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 B",
                "999 | 999 B",
                "1000 | 1.0 kB",
                "999949 | 999.9 kB",
                "999950 | 1.0 MB",
                "1234567890 | 1.2 GB",
                "9223372036854775807 | 9.2 EB"
            })
    void shouldWriteBytesWithTheirUnit(long bytes, String text) {
        assertThat(Numbers.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0.000 s", "0.25 | 0.250 s", "12.34 | 12.3 s", "125 | 2 min 05 s", "7384 | 2 h 03 min"})
    void shouldWriteTimesAsPeopleSayThem(double seconds, String text) {
        assertThat(Numbers.time(seconds)).isEqualTo(text);
    }

    @Test
    void shouldShortenWhatIsTooWideForAColumn() {
        List<String> lines =
                new Table(false, "a", ">b").row("x".repeat(500), "1").lines();

        assertThat(lines.get(1)).hasSizeLessThan(70).contains("…  1");
    }
}
