// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Bundles of a function in versions of its own, built from a few lines of source. Each writes its major version into
/// the session's field `version` and counts packets in `count`.
record Probe(String version, String members, String start, String packet, boolean reads) {
    static final String NAME = "org.example.probe";

    /// The property that a version looks at whenever it is made and with each packet: tests say by it what fails.
    static final String TOLD = "org.example.probe.told";

    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    /// One that does nothing else.
    static Probe of(String version) {
        return new Probe(version, "", "", "", false);
    }

    /// Reads the bytes of TCP connections in the place of packets, and counts how often it is shown some.
    Probe reading() {
        return new Probe(version, members, start, packet, true);
    }

    /// Also does this whenever it is made.
    Probe starting(String statements) {
        return new Probe(version, members, statements, packet, reads);
    }

    /// Also has this member.
    Probe having(String member) {
        return new Probe(version, member, start, packet, reads);
    }

    /// Also does this with each packet.
    Probe with(String statements) {
        return new Probe(version, members, start, statements, reads);
    }

    /// Builds its jar.
    Path in(Path folder) throws Exception {
        Path work = Files.createTempDirectory(folder, "probe");
        Path source = work.resolve("Probe.java");
        Files.writeString(source, source());
        compile(source, Files.createDirectory(work.resolve("classes")));
        return bundle(work.resolve("classes"), folder.resolve("probe-" + version + ".jar"));
    }

    private String source() {
        return """
            package org.example.probe;

            import io.penstock.api.*;
            import io.penstock.api.layer.*;
            import io.penstock.api.stream.*;
            import org.osgi.service.component.annotations.*;

            @Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
            @Vnf(type = "probe", name = "Probe"%s)
            public final class Probe implements %s<Probe.Session> {
                @LayerView(layer = "tcp", level = Level.READ)
                public interface Tcp {}

                public interface Session {
                    long count();
                    void count(long value);
                    int version();
                    void version(int value);
                }

                %s

                private static String told() {
                    return System.getProperty("org.example.probe.told", "");
                }

                public Probe() {
                    %s
                }

                @Override
                public Verdict %s, Session session) {
                    session.count(session.count() + 1);
                    session.version(%s);
                    %s
                    return Verdict.PASS;
                }
            }
            """.formatted(
                        reads ? ", over = Probe.Tcp.class" : "",
                        reads ? "StreamFunction" : "PacketFunction",
                        members,
                        start,
                        reads ? "onData(Window data" : "onPacket(Packet packet",
                        version.substring(0, version.indexOf('.')),
                        packet);
    }

    private static void compile(Path source, Path into) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-classpath", classPath(), "-d", into.toString());
            boolean compiled = compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            if (!compiled) {
                throw new IllegalArgumentException(errors.toString());
            }
        }
    }

    private Path bundle(Path classes, Path jar) throws Exception {
        try (Builder builder = new Builder()) {
            builder.setProperty("Bundle-SymbolicName", NAME);
            builder.setProperty("Bundle-Version", version);
            builder.setProperty("-privatepackage", NAME);
            builder.setProperty("-noextraheaders", "true");
            builder.setProperty("-reproducible", "true");
            builder.setClasspath(Stream.concat(Stream.of(classes.toString()), SEPARATOR.splitAsStream(classPath()))
                    .map(File::new)
                    .toArray(File[]::new));
            Jar built = builder.build();
            if (!builder.getErrors().isEmpty()) {
                throw new IllegalArgumentException(builder.getErrors().toString());
            }
            built.write(jar.toFile());
        }
        return jar;
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }
}
