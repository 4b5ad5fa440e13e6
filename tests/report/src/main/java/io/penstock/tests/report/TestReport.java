// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads the JUnit XML reports of all modules and prints failures, what was skipped and why, and one closing line.
///
/// It is one file without dependencies, because the command starts it from its source: it has to speak even when
/// nothing could be built.
public final class TestReport {
    private static final Pattern FAULT = Pattern.compile("fault(\\d+)\\p{Lu}.*");
    private static final Set<String> NO_REPORTS_IN = Set.of(".git", "src", "node_modules", "classes", "test-classes");
    private static final int MESSAGE_LINES = 12;
    private static final int LINE_LENGTH = 300;

    /// How a test ended.
    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    /// One test as its report tells it.
    ///
    /// @param type the class's full name
    /// @param name the method, with its parameters where it has any
    /// @param message what was expected and what came, or why it was skipped; may be empty
    record Test(String type, String name, Outcome outcome, String message) {
        String title() {
            return type.substring(type.lastIndexOf('.') + 1) + (name.isEmpty() ? "" : "." + name);
        }
    }

    /// @param faults whether the table of faults is wanted
    /// @param broken why the build ended early; empty when it did not
    /// @param log where all output of the tests is; may be empty
    record Request(Path root, boolean faults, String broken, String log) {
        static Request of(String... words) {
            var faults = false;
            var broken = "";
            var log = "";
            var root = Path.of("");
            for (var i = 0; i < words.length; i++) {
                switch (words[i]) {
                    case "--faults" -> faults = true;
                    case "--broken" -> broken = words[++i].isBlank() ? "the build ended early" : words[i];
                    case "--log" -> log = words[++i];
                    default -> root = Path.of(words[i]);
                }
            }
            return new Request(root, faults, broken, log);
        }
    }

    private TestReport() {}

    /// Prints the report to standard output.
    ///
    /// @param words `[--faults] [--broken WHY] [--log FILE] ROOT`; ends with 1 when a test failed or none ran
    public static void main(String... words) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(print(Request.of(words), out) ? 0 : 1);
    }

    /// Prints what the reports beneath the root say.
    ///
    /// @return whether some test passed and none failed
    static boolean print(Request request, PrintStream out) throws IOException {
        var tests = read(request.root());
        if (request.faults()) {
            printFaults(tests, out);
        }
        printSkipped(tests, out);
        tests.stream().filter(test -> test.outcome() == Outcome.FAILED).forEach(test -> printFailed(test, out));
        if (!request.broken().isEmpty()) {
            printFailed(new Test("build", "", Outcome.FAILED, request.broken()), out);
        }
        var passed = count(tests, Outcome.PASSED);
        var failed = count(tests, Outcome.FAILED) + (request.broken().isEmpty() ? 0 : 1);
        var skipped = count(tests, Outcome.SKIPPED);
        var good = failed == 0 && passed > 0;
        if (!good) {
            out.println((passed + failed == 0 ? "No test ran. " : "") + "All output is in " + request.log());
        }
        out.println(passed + " passed, " + failed + " failed" + (skipped == 0 ? "" : ", " + skipped + " skipped"));
        return good;
    }

    private static long count(List<Test> tests, Outcome outcome) {
        return tests.stream().filter(test -> test.outcome() == outcome).count();
    }

    private static void printFailed(Test test, PrintStream out) {
        out.println("FAILED " + test.title());
        test.message().lines().limit(MESSAGE_LINES).forEach(line -> out.println("    " + cut(line)));
        out.println();
    }

    private static void printSkipped(List<Test> tests, PrintStream out) {
        var skipped = new TreeMap<String, List<String>>();
        for (var test : tests) {
            if (test.outcome() == Outcome.SKIPPED) {
                var reason = test.message().isBlank() ? "no reason given" : firstLine(test.message());
                skipped.computeIfAbsent(reason, key -> new ArrayList<>()).add(test.title());
            }
        }
        skipped.forEach((reason, names) -> {
            out.println("skipped: " + cut(reason));
            names.forEach(name -> out.println("    " + name));
        });
        if (!skipped.isEmpty()) {
            out.println();
        }
    }

    private static void printFaults(List<Test> tests, PrintStream out) {
        record Row(int number, Test test) {}
        var rows = new ArrayList<Row>();
        for (var test : tests) {
            Matcher fault = FAULT.matcher(test.name());
            if (fault.matches()) {
                rows.add(new Row(Integer.parseInt(fault.group(1)), test));
            }
        }
        rows.sort(Comparator.comparingInt(Row::number)
                .thenComparing(row -> row.test().title()));
        var width =
                rows.stream().mapToInt(row -> row.test().title().length()).max().orElse(0);
        out.printf("%5s  %-" + Math.max(width, 4) + "s  %s%n", "fault", "test", "result");
        for (var row : rows) {
            var result = row.test().outcome().name().toLowerCase(Locale.ROOT);
            out.printf(
                    "%5d  %-" + Math.max(width, 4) + "s  %s%n",
                    row.number(),
                    row.test().title(),
                    result);
        }
        var numbers = rows.stream().mapToInt(Row::number).distinct().count();
        out.println(numbers + " faults, " + rows.size() + " tests");
        out.println();
    }

    /// All tests beneath a folder, by class and name.
    static List<Test> read(Path root) throws IOException {
        var tests = new ArrayList<Test>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                var name = folder.getFileName();
                return name != null && NO_REPORTS_IN.contains(name.toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                var path = file.toString();
                if (path.contains("-reports/") && path.matches(".*/target/[^/]+-reports/.*TEST-[^/]*\\.xml")) {
                    readFile(file, tests);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        tests.sort(Comparator.comparing(Test::type).thenComparing(Test::name));
        return tests;
    }

    /// A report that cannot be read counts as a failure: a runner that died while writing it must not pass unseen.
    private static void readFile(Path file, List<Test> tests) {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try (InputStream in = Files.newInputStream(file)) {
            var xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("testcase")) {
                    tests.add(readTest(xml));
                }
            }
        } catch (IOException | XMLStreamException e) {
            tests.add(new Test(file.toString(), "", Outcome.FAILED, "the report cannot be read: " + e.getMessage()));
        }
    }

    private static Test readTest(XMLStreamReader xml) throws XMLStreamException {
        var type = attribute(xml, "classname");
        var name = attribute(xml, "name");
        var outcome = Outcome.PASSED;
        var message = "";
        while (!(xml.next() == XMLStreamConstants.END_ELEMENT
                && xml.getLocalName().equals("testcase"))) {
            if (xml.getEventType() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "failure", "error" -> {
                    outcome = Outcome.FAILED;
                    message = message(xml);
                }
                case "skipped" -> {
                    outcome = Outcome.SKIPPED;
                    message = message(xml).replaceFirst("^(\\S*Aborted\\S*: )?Assumption failed: ", "");
                }
                default -> {}
            }
        }
        return new Test(type, name, outcome, message);
    }

    /// The message, or else the trace up to its first frame.
    private static String message(XMLStreamReader xml) throws XMLStreamException {
        var message = attribute(xml, "message");
        if (!message.isBlank()) {
            return message.strip();
        }
        var text = xml.getElementText();
        var frame = text.indexOf("\n\tat ");
        return (frame < 0 ? text : text.substring(0, frame)).strip();
    }

    private static String attribute(XMLStreamReader xml, String name) {
        for (var i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return "";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /// Control characters of a hostile packet must not reach the terminal.
    private static String cut(String line) {
        var clean = line.replaceAll("\\p{Cntrl}", " ").stripTrailing();
        return clean.length() <= LINE_LENGTH ? clean : clean.substring(0, LINE_LENGTH) + " ...";
    }
}
