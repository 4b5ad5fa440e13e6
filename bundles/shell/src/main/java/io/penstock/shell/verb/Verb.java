// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.shell.Setting;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What a person can ask for; ends with 0 for done and 1 for failed.
abstract class Verb implements Callable<Integer> {
    static final int DONE = 0;
    static final int FAILED = 1;

    private final Setting setting;

    Verb(Setting setting) {
        this.setting = setting;
    }

    final Setting setting() {
        return setting;
    }

    final boolean colours() {
        return setting.console().colours();
    }

    @Override
    public abstract Integer call() throws Refused;

    /// A name that may be missing.
    static Optional<String> named(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }
}
