// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;

/// One version of a bundle in the set: what it is called, and the digest that its jar must have.
record Entry(boolean current, String name, Version version, String sha256) {
    private static final Pattern LINE =
            Pattern.compile("(current|former) ([A-Za-z0-9._-]{1,200}) ([0-9A-Za-z._-]{1,200}) ([0-9a-f]{64})");
    private static final int DIGITS = 16;

    /// The name of its jar. Builds of one version differ in their digest, so a jar never changes.
    String file() {
        return name + "-" + version + "-" + sha256.substring(0, DIGITS) + ".jar";
    }

    Entry as(boolean isCurrent) {
        return new Entry(isCurrent, name, version, sha256);
    }

    boolean isSameBuild(Entry other) {
        return name.equals(other.name) && sha256.equals(other.sha256);
    }

    String line() {
        return (current ? "current " : "former ") + name + " " + version + " " + sha256;
    }

    /// An entry from its line; nothing where it is none.
    static Optional<Entry> of(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            Version version = Version.parseVersion(parts.group(3));
            return Optional.of(new Entry(parts.group(1).equals("current"), parts.group(2), version, parts.group(4)));
        } catch (IllegalArgumentException noVersion) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
