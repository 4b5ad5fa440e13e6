// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Explanation;
import io.penstock.shell.Setting;
import io.penstock.shell.text.Ink;
import io.penstock.shell.text.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Finds what is wrong with a chain, running nothing.
@Command(
        name = "check",
        description = "Find what is wrong with a chain file: its wires, its functions and their properties.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock check office.chain.yaml"})
final class Check extends Verb {
    @Parameters(paramLabel = "CHAIN", description = "A .chain.yaml file.")
    private String file = "";

    @Mixin
    private Ports ports = new Ports();

    Check(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        ChainFile chain = ChainFile.read(setting(), file);
        try {
            Explanation plan = setting().services().control().explain(chain.request(ports));
            for (String warning : plan.warnings()) {
                setting().console().problem(new Problem(Problem.Severity.WARNING, "", 0, 0, "", warning, ""));
            }
            setting()
                    .console()
                    .print(Ink.GOOD.on("good", colours()) + ": chain " + plan.chain() + ", "
                            + Numbers.of(plan.alone().nodes(), "function", "functions") + ", "
                            + Numbers.of(plan.paths().size(), "path", "paths") + ", "
                            + Numbers.of(plan.warnings().size(), "warning", "warnings"));
            return DONE;
        } catch (Refused e) {
            throw chain.asTyped(e);
        }
    }
}
