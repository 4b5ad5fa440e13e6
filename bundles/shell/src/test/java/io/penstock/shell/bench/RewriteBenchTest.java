// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RewriteBenchTest {
    private static double figure(List<Figure> figures, String name) {
        return figures.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static List<String> round(int number, int penstock, int nginx) {
        return List.of(
                "cost bridge " + number + " 100000000 100 50",
                "cost penstock " + number + " 100000000 " + (100 + penstock) + " 60",
                "cost nginx " + number + " 100000000 " + (100 + nginx) + " 70",
                "cost bridge-offloads " + number + " 100000000 40 10",
                "cost nginx-offloads " + number + " 100000000 80 20");
    }

    @Test
    void shouldCompareWhatEachCostsBeyondTheBridgeOfItsRound() {
        List<String> lines = Stream.of(round(1, 50, 100), round(2, 50, 150), round(3, 50, 400))
                .flatMap(List::stream)
                .toList();
        List<Figure> figures = RewriteBench.figures(lines);
        assertThat(figure(figures, "vs_nginx")).isCloseTo(3, within(1e-9));
        assertThat(figure(figures, "processing_vs_nginx")).isCloseTo(2, within(1e-9));
        assertThat(figure(figures, "vs_nginx_offloads")).isCloseTo(0.8, within(1e-9));
        assertThat(figure(figures, "penstock_megabytes_per_cpu_second")).isCloseTo(200, within(1e-9));
    }

    @Test
    void shouldLeaveMitmproxyOutWhereItWasNotMeasured() {
        List<String> lines = Stream.concat(
                        Stream.of("skipped mitmproxy: the command mitmdump is not here"), round(1, 50, 100).stream())
                .toList();
        assertThat(RewriteBench.figures(lines)).extracting(Figure::name).doesNotContain("vs_mitmproxy");
        List<String> with = Stream.concat(lines.stream(), Stream.of("cost mitmproxy 1 100000000 1600 900"))
                .toList();
        assertThat(figure(RewriteBench.figures(with), "vs_mitmproxy")).isCloseTo(30, within(1e-9));
    }

    @Test
    void shouldTakeADifferenceBelowTheGrainOfTheClockForOneTick() {
        assertThat(figure(RewriteBench.figures(round(1, -3, 50)), "vs_nginx")).isCloseTo(50, within(1e-9));
    }
}
