// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/// Looks at a jar before anything of it is used: whether it is a bundle, and none that does harm by its shape.
///
/// Entries are counted and unpacked into nothing, because sizes in a zip's directory are only claims.
final class JarCheck {
    private static final long LARGEST_JAR = 64L << 20;
    private static final long LARGEST_CONTENT = 256L << 20;
    private static final long LARGEST_MANIFEST = 1L << 20;
    private static final int MOST_ENTRIES = 20_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final int LONGEST_NAME = 200;

    private JarCheck() {}

    /// What a bundle calls itself.
    record Identity(String name, Version version) {
        @Override
        public String toString() {
            return name + " " + version;
        }
    }

    /// @param name the file as a person named it
    static Identity identity(Path jar, String name) throws Refused {
        try {
            if (Files.isDirectory(jar)) {
                throw refused(name, "is a folder", "build it first, or give it to ./penstock install, which does");
            }
            if (Files.size(jar) > LARGEST_JAR) {
                throw refused(name, "has more than 64 MB", "give a function's bundle");
            }
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                entries(zip, name);
                return identity(zip, name);
            }
        } catch (NoSuchFileException e) {
            throw refused(name, "there is no such file", "check the name");
        } catch (ZipException e) {
            throw refused(name, "is no jar: " + e.getMessage(), "give a bundle, as Maven builds it in target/");
        } catch (IOException e) {
            throw refused(name, "cannot be read: " + e.getMessage(), "give a bundle that you may read");
        } catch (IllegalArgumentException e) {
            throw refused(name, "is damaged: " + e.getMessage(), "build it again");
        }
    }

    private static void entries(ZipFile zip, String name) throws Refused, IOException {
        if (zip.size() > MOST_ENTRIES) {
            throw refused(name, "has " + zip.size() + " entries, more than " + MOST_ENTRIES, "give a smaller bundle");
        }
        Set<String> names = new HashSet<>();
        long content = 0;
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            if (leavesItsFolder(entry.getName())) {
                throw refused(name, "has the entry " + entry.getName() + ", which leaves its folder", "do not use it");
            }
            if (!names.add(entry.getName())) {
                throw refused(name, "has two entries called " + entry.getName(), "build it again");
            }
            content += size(zip, entry, LARGEST_CONTENT - content);
            if (content > LARGEST_CONTENT) {
                throw refused(name, "unpacks to more than 256 MB", "do not use it");
            }
        }
    }

    private static boolean leavesItsFolder(String entry) {
        return entry.startsWith("/")
                || entry.indexOf('\\') >= 0
                || entry.indexOf('\0') >= 0
                || entry.indexOf(':') >= 0
                || List.of(entry.split("/", -1)).contains("..");
    }

    private static long size(ZipFile zip, ZipEntry entry, long most) throws IOException {
        byte[] room = new byte[64 << 10];
        long size = 0;
        try (InputStream in = zip.getInputStream(entry)) {
            int count = in.read(room);
            while (count >= 0 && size <= most) {
                size += count;
                count = in.read(room);
            }
        }
        return size;
    }

    private static Identity identity(ZipFile zip, String name) throws Refused, IOException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null || size(zip, entry, LARGEST_MANIFEST) > LARGEST_MANIFEST) {
            throw refused(name, "is no bundle: it has no manifest that can be used", "build it with bnd-maven-plugin");
        }
        Attributes main;
        try (InputStream in = zip.getInputStream(entry)) {
            main = new Manifest(in).getMainAttributes();
        }
        String header = main.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (header == null) {
            throw refused(
                    name, "is no bundle: its manifest has no Bundle-SymbolicName", "build it with bnd-maven-plugin");
        }
        if (main.getValue(Constants.FRAGMENT_HOST) != null) {
            throw refused(name, "is a fragment, which cannot run by itself", "give the function's own bundle");
        }
        String symbolic = header.split(";", 2)[0].strip();
        if (!NAME.matcher(symbolic).matches() || symbolic.length() > LONGEST_NAME) {
            throw refused(name, "its Bundle-SymbolicName is no name: " + symbolic, "use words joined by dots");
        }
        String version = main.getValue(Constants.BUNDLE_VERSION);
        return new Identity(symbolic, Version.parseVersion(version));
    }

    private static Refused refused(String name, String what, String mend) {
        return new Refused(new Problem(Problem.Severity.ERROR, name, 0, 0, "", what, mend));
    }
}
