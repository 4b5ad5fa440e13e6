// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.Window;
import io.penstock.shell.Setting;

/// The dataplane of this process, for a window.
record OwnDataplane(Setting setting) implements Window.Dataplane {
    @Override
    public String name() {
        return "";
    }

    @Override
    public Control control() throws Refused {
        return setting.services().control();
    }
}
