// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Update;
import io.penstock.api.store.BundleStore;
import io.penstock.api.store.Staged;
import io.penstock.chain.Node;
import io.penstock.dataplane.function.FunctionCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Installs and updates function bundles: each step can fail, and then everything is as before.
final class Updates {
    private final BundleStore store;
    private final FunctionCatalog catalog;

    Updates(BundleStore store, FunctionCatalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    List<String> install(Path jar) throws Refused {
        Staged staged = store.stage(jar);
        boolean confirmed = false;
        try {
            List<FunctionInfo> functions = functions(staged, jar.toString());
            staged.confirmBeside();
            confirmed = true;
            List<String> lines = new ArrayList<>();
            String beside = staged.before().isEmpty() ? "" : " beside " + staged.before();
            lines.add("installed " + staged.name() + " " + staged.version() + beside);
            functions.forEach(function -> lines.add("  function " + function.type() + ": " + function.name()));
            return lines;
        } finally {
            if (!confirmed) {
                staged.discard();
            }
        }
    }

    Update update(Staged staged, String shown, Manner manner) throws Refused {
        boolean confirmed = false;
        try {
            functions(staged, shown);
            if (!manner.dryRun()) {
                staged.confirm();
                confirmed = true;
            }
            return new Update(
                    staged.name(),
                    staged.before(),
                    staged.version(),
                    manner.dryRun() ? Update.Outcome.DRY_RUN : Update.Outcome.DONE,
                    List.of(),
                    List.of());
        } finally {
            if (!confirmed) {
                staged.discard();
            }
        }
    }

    /// The functions of a bundle on trial.
    ///
    /// @throws Refused when one cannot be used in a chain
    private List<FunctionInfo> functions(Staged staged, String shown) throws Refused {
        List<FunctionInfo> functions =
                catalog.only(bundle -> bundle == staged.bundle()).functions();
        for (FunctionInfo function : functions) {
            for (FunctionInfo.Property property : function.properties()) {
                if (Node.PLATFORM_KEYS.contains(property.id())) {
                    throw new Refused(new Problem(
                            Problem.Severity.ERROR,
                            shown,
                            0,
                            0,
                            function.type(),
                            "function " + function.type() + " has a property called " + property.id()
                                    + ", a key that belongs to the platform",
                            "give the property another name"));
                }
            }
        }
        return functions;
    }
}
