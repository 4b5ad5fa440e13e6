// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.palette;

import java.util.Comparator;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/// Versions as bundles write them.
final class Versions {
    static final Comparator<String> ORDER = Comparator.comparing(Versions::parsed);

    private Versions() {}

    private static Version parsed(String version) {
        try {
            return Version.parseVersion(version);
        } catch (IllegalArgumentException odd) {
            return Version.emptyVersion;
        }
    }

    /// Whether a version is what a node asks for: a range, or the beginning of a version.
    static boolean matches(String version, String range) {
        try {
            return range.startsWith("[") || range.startsWith("(")
                    ? new VersionRange(range).includes(parsed(version))
                    : version.equals(range) || version.startsWith(range + ".");
        } catch (IllegalArgumentException odd) {
            return false;
        }
    }
}
