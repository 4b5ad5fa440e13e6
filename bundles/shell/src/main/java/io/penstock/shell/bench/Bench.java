// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.bench;

import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.shell.Interrupts;
import io.penstock.shell.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// A measurement by name.
public interface Bench {
    String name();

    /// What it measures, in one line.
    String about();

    /// Told before the dataplane is there.
    default void prepare() {}

    /// Measures, in at most five minutes.
    ///
    /// @throws Refused when the machine lacks something; the problem says what
    List<Figure> run(Place place) throws Refused;

    /// Where a bench runs.
    ///
    /// @param services the dataplane of this process, and what is beside it
    /// @param root the project's folder, where the command is
    /// @param folder for captures and chains, gone afterwards
    /// @param hugepages whether both sides are given hugepages, where the machine lets them; else neither has any
    /// @param progress told what is being done
    /// @param interrupts by which a person ends what a bench has started outside this process
    record Place(
            Services services,
            Path root,
            Path folder,
            boolean hugepages,
            Consumer<String> progress,
            Interrupts interrupts) {
        Control control() throws Refused {
            return services.control();
        }
    }

    /// All benches.
    static List<Bench> all() {
        return List.of(
                new ForwardBench(),
                new ChainBench(),
                new SessionsBench(),
                new RulesBench(),
                new WorkersBench(),
                new StreamBench(),
                new RewriteBench(),
                new SwapBench(),
                new EditorBench());
    }
}
