// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.chain.ChainDocument;
import io.penstock.shell.Setting;
import picocli.CommandLine.Command;

/// Prints the schema of chain files.
@Command(
        name = "schema",
        description = "Print the JSON Schema (2020-12) of chain files, for editors that complete and check YAML.",
        footerHeading = "%nExamples:%n",
        footer = {"  penstock schema > chain.schema.json"})
final class Schema extends Verb {
    Schema(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() {
        setting().console().print(ChainDocument.schema().stripTrailing());
        return DONE;
    }
}
