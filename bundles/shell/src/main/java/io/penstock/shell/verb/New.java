// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.shell.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Begins a function: three files that build and pass their test.
@Command(
        name = "new",
        description = "Begin a function: a folder with its build, its class and its test, which build and pass.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  penstock new function my-limit           writes my-limit/",
            "  penstock dev my-limit                    builds, tests and swaps it whenever a file is saved",
            "",
            "docs/add-a-function.md says what the parts are."
        })
final class New extends Verb {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int LONGEST = 40;
    private static final Pattern SNAPSHOT = Pattern.compile("\\.SNAPSHOT$");

    /// What can be begun.
    enum What {
        FUNCTION
    }

    @Parameters(paramLabel = "function", index = "0", description = "What to begin.")
    private What what = What.FUNCTION;

    @Parameters(
            paramLabel = "NAME",
            index = "1",
            description = "The word behind type: in chains: small letters, digits and hyphens.")
    private String name = "";

    New(Setting setting) {
        super(setting);
    }

    @Override
    public Integer call() throws Refused {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
            throw new Refused(Problem.error(
                    "\"" + name + "\" cannot be the type of a " + what.name().toLowerCase(java.util.Locale.ROOT),
                    "begin with a small letter, go on with small letters, digits and single hyphens: my-limit"));
        }
        Path folder = setting().folder().resolve(name);
        if (Files.exists(folder)) {
            throw new Refused(Problem.error(name + " is there already", "choose another name, or remove it first"));
        }
        write(folder);
        setting()
                .console()
                .print(List.of(
                        "began function " + name + " in " + name + "/",
                        "  build and test it:  mvn -f " + name + "/pom.xml package",
                        "  add it:             penstock install " + name,
                        "  while you write:    penstock dev " + name));
        return DONE;
    }

    private void write(Path folder) throws Refused {
        String packaged = name.replace("-", "");
        String type = camel();
        String sources = "java/org/example/" + packaged + "/" + type;
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", "function-pom.txt");
        files.put("src/main/" + sources + ".java", "function-class.txt");
        files.put("src/test/" + sources + "Test.java", "function-test.txt");
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path target = folder.resolve(file.getKey());
                Files.createDirectories(target.resolveSibling("."));
                Files.writeString(
                        target,
                        template(file.getValue())
                                .replace("${type}", name)
                                .replace("${package}", packaged)
                                .replace("${class}", type)
                                .replace("${title}", title())
                                .replace("${version}", version()));
            }
        } catch (IOException e) {
            throw new Refused(Problem.error(
                    folder + " cannot be written: " + e.getMessage(), "go to a folder that you may write"));
        }
    }

    private static String template(String name) throws IOException {
        try (var in = New.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the build lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String camel() {
        return Arrays.stream(name.split("-", -1))
                .map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    private String title() {
        return name.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + name.substring(1).replace('-', ' ');
    }

    /// The project's version as Maven writes it.
    private static String version() {
        Bundle bundle = FrameworkUtil.getBundle(New.class);
        String version = bundle == null ? "0.1.0.SNAPSHOT" : bundle.getVersion().toString();
        return SNAPSHOT.matcher(version).replaceFirst("-SNAPSHOT");
    }
}
