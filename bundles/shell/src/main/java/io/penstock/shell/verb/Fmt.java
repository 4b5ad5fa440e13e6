// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.shell.Setting;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a chain file in its canonical form.
@Command(
        name = "fmt",
        description = "Write a chain file in its one canonical form; comments are kept.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock fmt office.chain.yaml",
            "  penstock fmt office.chain.yaml --check    fails where it would be changed",
            "  penstock fmt office.chain.yaml --print    changes no file"
        })
final class Fmt extends Verb {
    @Parameters(paramLabel = "CHAIN", description = "A .chain.yaml file.")
    private String file = "";

    @Option(names = "--check", description = "Change nothing; fail when the file is not in canonical form.")
    private boolean check;

    @Option(names = "--print", description = "Change nothing; print the canonical form.")
    private boolean print;

    Fmt(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        ChainFile chain = ChainFile.read(setting(), file);
        String canonical = chain.document().canonical();
        boolean same = canonical.equals(chain.text());
        if (print) {
            setting().console().out().print(canonical);
        } else if (same) {
            setting().console().print(file + " is in canonical form");
        } else if (!check) {
            WholeFile.write(chain.path(), file, canonical.getBytes(StandardCharsets.UTF_8));
            setting().console().print(file + " was rewritten");
        }
        if (check && !same) {
            throw new Refused(new Problem(
                    Problem.Severity.ERROR,
                    file,
                    0,
                    0,
                    "",
                    "is not in canonical form",
                    "write it so: penstock fmt " + file));
        }
        return DONE;
    }
}
