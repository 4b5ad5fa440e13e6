// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.NetworkFunction;
import io.penstock.testkit.Script;
import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of a session's fields, one kind of change after the other. Both versions are compiled and loaded apart
/// from each other, as those of bundles are.
class FieldChangesTest {
    private static final String PACKET = "udp 10.0.0.1:4000 > 192.0.2.7:53";
    private static final String NODE = "v: {type: v}";

    @TempDir
    private Path folder = Path.of("");

    /// One version of the function.
    ///
    /// @param packet what it does with each packet
    /// @param carry what it does when a session comes from the version before; empty for nothing
    record Version(String constants, String fields, String packet, String carry) {
        String source() {
            String converter =
                    carry.isEmpty() ? "" : "@Override public void onCarry(Earlier before, Fields f) { " + carry + " }";
            return """
                    import io.penstock.api.*;

                    @Vnf(type = "v", name = "V")
                    public final class V implements PacketFunction<V.Fields> {
                        public enum Mood { %s }

                        public static final class Own {}

                        public interface Fields { %s }

                        @Override
                        public Verdict onPacket(Packet packet, Fields f) {
                            %s
                            return Verdict.PASS;
                        }

                        %s
                    }
                    """.formatted(constants, fields, packet, converter);
        }
    }

    /// A change, and what the fields are afterwards.
    record Change(String what, Version before, Version after, Map<String, String> expected) {
        static Change of(String what, String before, String set, String after, String... expected) {
            Map<String, String> fields = new TreeMap<>();
            for (int i = 0; i < expected.length; i += 2) {
                fields.put("v." + expected[i], expected[i + 1]);
            }
            return new Change(
                    what, new Version("CALM, BUSY", before, set, ""), new Version("CALM, BUSY", after, "", ""), fields);
        }

        Change carrying(String statements) {
            return new Change(
                    what + ", converted",
                    before,
                    new Version(after.constants, after.fields, after.packet, statements),
                    expected);
        }

        /// What the new version does with the packet.
        Change seeing(String statements) {
            return new Change(
                    what, before, new Version(after.constants, after.fields, statements, after.carry), expected);
        }

        Change constants(String now) {
            return new Change(what, before, new Version(now, after.fields, after.packet, after.carry), expected);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static String field(String type, String name) {
        return type + " " + name + "(); void " + name + "(" + type + " value); ";
    }

    private static String octets(int count, String name) {
        return "@Octets(" + count + ") byte " + name + "(int index); void " + name + "(int index, byte value); ";
    }

    private static String handle(String type, String name) {
        return "@Handle default " + type + " " + name + "() { return null; } void " + name + "(" + type + " value); ";
    }

    static Stream<Change> changes() {
        String x = field("int", "x");
        return Stream.of(
                Change.of("a field that stays", x, "f.x(7);", x, "x", "7"),
                Change.of("a new field", x, "f.x(7);", x + field("long", "y"), "x", "7", "y", "0"),
                Change.of("a new field before the others", x, "f.x(7);", field("long", "y") + x, "x", "7", "y", "0"),
                Change.of("a field that leaves", x + field("long", "y"), "f.x(7); f.y(8);", x, "x", "7"),
                Change.of(
                        "two that change places",
                        x + field("int", "y"),
                        "f.x(7); f.y(8);",
                        field("int", "y") + x,
                        "x",
                        "7",
                        "y",
                        "8"),
                Change.of("a field of another name", x, "f.x(7);", field("int", "y"), "y", "0"),
                Change.of("a field of another name", x, "f.x(7);", field("int", "y"), "y", "7")
                        .carrying("f.y((int) before.number(\"x\"));"),
                Change.of(
                                "two names exchanged",
                                x + field("int", "y"),
                                "f.x(7); f.y(8);",
                                x + field("int", "y"),
                                "x",
                                "8",
                                "y",
                                "7")
                        .carrying("f.x((int) before.number(\"y\")); f.y((int) before.number(\"x\"));"),
                Change.of("an int becomes a long", x, "f.x(-7);", field("long", "x"), "x", "0"),
                Change.of("an int becomes a long", x, "f.x(-7);", field("long", "x"), "x", "-7")
                        .carrying("f.x(before.number(\"x\"));"),
                Change.of("a long becomes an int", field("long", "x"), "f.x(1L << 40 | 7);", x, "x", "7")
                        .carrying("f.x((int) before.number(\"x\"));"),
                Change.of("an int becomes a float of the same size", x, "f.x(7);", field("float", "x"), "x", "0.0"),
                Change.of(
                                "a float becomes a double",
                                field("float", "x"),
                                "f.x(1.5f);",
                                field("double", "x"),
                                "x",
                                "1.5")
                        .carrying("f.x(before.decimal(\"x\"));"),
                Change.of("a boolean becomes a count", field("boolean", "x"), "f.x(true);", x, "x", "1")
                        .carrying("f.x((int) before.number(\"x\"));"),
                Change.of(
                                "a field is split in two",
                                field("long", "x"),
                                "f.x(5L << 32 | 9);",
                                field("int", "high") + field("int", "low"),
                                "high",
                                "5",
                                "low",
                                "9")
                        .carrying("f.high((int) (before.number(\"x\") >> 32)); f.low((int) before.number(\"x\"));"),
                Change.of(
                                "two fields become one",
                                x + field("int", "y"),
                                "f.x(7); f.y(8);",
                                field("long", "sum"),
                                "sum",
                                "15")
                        .carrying("f.sum(before.number(\"x\") + before.number(\"y\"));"),
                Change.of(
                                "an enum whose constants change places",
                                field("Mood", "m"),
                                "f.m(Mood.BUSY);",
                                field("Mood", "m"),
                                "m",
                                "BUSY")
                        .constants("BUSY, NEW, CALM"),
                Change.of(
                                "an enum whose constant leaves",
                                field("Mood", "m"),
                                "f.m(Mood.BUSY);",
                                field("Mood", "m"),
                                "m",
                                "CALM")
                        .constants("CALM, LAZY"),
                Change.of(
                                "an enum becomes a number",
                                field("Mood", "m"),
                                "f.m(Mood.BUSY);",
                                field("int", "m"),
                                "m",
                                "4")
                        .carrying("f.m(before.constant(\"m\").length());"),
                Change.of(
                                "octets that stay",
                                octets(2, "o"),
                                "f.o(0, (byte) 1); f.o(1, (byte) 254);",
                                octets(2, "o") + field("int", "seen"),
                                "o",
                                "2 octets",
                                "seen",
                                "510")
                        .seeing("f.seen((f.o(0) & 0xff) << 8 | f.o(1) & 0xff);"),
                Change.of(
                                "more octets",
                                octets(2, "o"),
                                "f.o(1, (byte) 254);",
                                octets(3, "o") + field("int", "seen"),
                                "o",
                                "3 octets",
                                "seen",
                                "0")
                        .seeing("f.seen((f.o(0) | f.o(1) | f.o(2)) & 0xff);"),
                Change.of(
                                "more octets",
                                octets(2, "o"),
                                "f.o(1, (byte) 254);",
                                octets(3, "o") + field("int", "seen"),
                                "o",
                                "3 octets",
                                "seen",
                                "65024")
                        .seeing("f.seen((f.o(0) & 0xff) << 16 | (f.o(1) & 0xff) << 8 | f.o(2) & 0xff);")
                        .carrying("for (int i = 0; i < 2; i++) { f.o(i, before.octet(\"o\", i)); }"),
                Change.of(
                        "an object of the platform",
                        handle("Object", "h"),
                        "f.h(\"kept\");",
                        handle("Object", "h"),
                        "h",
                        "set"),
                Change.of(
                        "an object of the bundle's own class",
                        handle("Own", "h"),
                        "f.h(new Own());",
                        handle("Own", "h"),
                        "h",
                        "none"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldCarryFieldsAsTheChangeAllows(Change change) throws Exception {
        try (URLClassLoader old = loader("old", change.before());
                URLClassLoader now = loader("now", change.after());
                Script script = Script.of(NODE, function(old))) {
            script.client(PACKET).passes();
            script.become(NODE, function(now));
            script.client(PACKET).passes();
            assertThat(script.sessions()).hasSize(1);
            assertThat(script.sessions().getFirst().fields()).isEqualTo(change.expected());
            assertThat(script.report().nodes().getFirst().failures()).isZero();
            assertThat(script.report().sessions().opened()).isEqualTo(1);
        }
    }

    private URLClassLoader loader(String name, Version version) throws IOException {
        Path classes = Files.createDirectory(folder.resolve(name));
        Path source = Files.writeString(classes.resolve("V.java"), version.source());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none", "-classpath", System.getProperty("java.class.path"), "-d", classes.toString());
            assertThat(compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(source))
                            .call())
                    .as(errors.toString())
                    .isTrue();
        }
        return new URLClassLoader(new URL[] {url(classes)}, FieldChangesTest.class.getClassLoader());
    }

    private static URL url(Path folder) throws MalformedURLException {
        return folder.toUri().toURL();
    }

    @SuppressWarnings("unchecked") // the source says what it implements
    private static Class<? extends NetworkFunction<?>> function(ClassLoader loader) throws ClassNotFoundException {
        return (Class<? extends NetworkFunction<?>>) loader.loadClass("V").asSubclass(NetworkFunction.class);
    }
}
