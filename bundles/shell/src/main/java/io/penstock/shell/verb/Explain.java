// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.api.control.Explanation;
import io.penstock.api.control.Proof;
import io.penstock.shell.Setting;
import io.penstock.shell.json.Json;
import io.penstock.shell.text.ExplanationText;
import io.penstock.shell.text.ProofText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what the resolver makes of a chain.
@Command(
        name = "explain",
        description = "Show what Penstock makes of a chain: what is merged, and who asked for it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock explain office.chain.yaml",
            "  penstock explain office.chain.yaml --check",
            "  penstock explain office.chain.yaml --json | jq .layers"
        })
final class Explain extends Verb {
    @Parameters(paramLabel = "CHAIN", description = "A .chain.yaml file.")
    private String file = "";

    @Mixin
    private Ports ports = new Ports();

    @Option(names = "--json", description = "Print the plan as one JSON document.")
    private boolean json;

    @Option(
            names = "--check",
            description = "Make packets for every match and prove that the plan treats them as the functions one after"
                    + " the other would; 1 where it does not.")
    private boolean check;

    Explain(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        ChainFile chain = ChainFile.read(setting(), file);
        try {
            if (check) {
                return prove(chain);
            }
            Explanation plan = setting().services().control().explain(chain.request(ports));
            if (json) {
                setting().console().print(Json.page(plan));
            } else {
                setting().console().print(ExplanationText.lines(plan, colours()));
            }
            return DONE;
        } catch (Refused e) {
            throw chain.asTyped(e);
        }
    }

    private int prove(ChainFile chain) throws Refused {
        Proof proof = setting().services().control().prove(chain.request(ports));
        if (json) {
            setting().console().print(Json.page(proof));
        } else {
            setting().console().print(ProofText.lines(proof, colours()));
        }
        return proof.holds() ? DONE : FAILED;
    }
}
