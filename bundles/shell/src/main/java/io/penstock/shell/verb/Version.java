// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import picocli.CommandLine.IVersionProvider;

/// The version of the shell's bundle, which is that of the project.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Bundle bundle = FrameworkUtil.getBundle(Version.class);
        return new String[] {"penstock " + (bundle == null ? "outside a framework" : bundle.getVersion())};
    }
}
