// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.dnsfilter;

import io.penstock.api.BadProperty;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Names of files in the format of `/etc/hosts`: an address and names behind it; lines with a name alone are taken too.
final class Hosts {
    /// Names in all files; at 100 octets each, 200 MB.
    private static final int MOST = 2_000_000;

    /// What such lists say of the machine itself.
    private static final Set<String> OWN = Set.of(
            "localhost", "localhost.localdomain", "local", "broadcasthost", "ip6-localhost", "ip6-loopback", "0.0.0.0");

    private Hosts() {}

    static Set<String> read(String[] files) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < files.length; i++) {
            try (BufferedReader lines = Files.newBufferedReader(Path.of(files[i]), StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    read(line, names);
                }
            } catch (MalformedInputException e) {
                throw new BadProperty("lists", i, 0, files[i] + " is no text", "name a list in hosts format");
            } catch (IOException e) {
                throw new BadProperty("lists", i, 0, "cannot read " + files[i], "name a file that is there");
            }
            if (names.size() > MOST) {
                throw new BadProperty("lists", i, 0, "more than " + MOST + " names", "give shorter lists");
            }
        }
        return Set.copyOf(names);
    }

    private static void read(String line, Set<String> names) {
        int comment = line.indexOf('#');
        String[] words =
                (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
        for (int i = words.length == 1 ? 0 : 1; i < words.length; i++) {
            String name = words[i].toLowerCase(Locale.ROOT);
            String whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            if (!whole.isEmpty() && !OWN.contains(whole)) {
                names.add(whole);
            }
        }
    }
}
