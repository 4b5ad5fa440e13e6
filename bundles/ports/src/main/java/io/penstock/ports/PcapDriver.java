// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports;

import io.penstock.api.Syntax;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.api.port.PortRefused;
import io.penstock.ports.capture.CaptureReader;
import io.penstock.ports.capture.CaptureRefused;
import io.penstock.ports.capture.CaptureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/// Opens ports on capture files: `pcap:IN[,OUT]`. Without an input a port has ended at once; without an output it
/// counts what is sent and lets it go.
@Component(service = PortDriver.class)
public final class PcapDriver implements PortDriver {
    private static final List<Option> OPTIONS = List.of(
            new Option("in", false, "the capture to read, pcap or pcapng, gzipped or not", Syntax.Kind.FILE),
            new Option("out", false, "the pcapng capture to write", Syntax.Kind.FILE));

    /// Files being written, and by which port: two writers would leave the one that ends last.
    private final Map<Path, String> writing = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "pcap";
    }

    @Override
    public String description() {
        return "Reads packets from a capture and writes what leaves to another";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public Map<String, Object> parse(String rest) throws PortRefused {
        String[] parts = rest.split(",", -1);
        if (parts.length > 2) {
            throw new PortRefused(
                    "'pcap:" + rest + "' names more than IN,OUT; give names with commas in the chain file,"
                            + " as in {driver: pcap, in: \"a,b.pcap\"}");
        }
        Map<String, Object> options = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            String file = parts[i].strip();
            if (!file.isEmpty()) {
                options.put(OPTIONS.get(i).name(), file);
            }
        }
        return options;
    }

    @Override
    public Port open(Request request) throws PortRefused {
        Refusals.checkOptions(request, OPTIONS);
        Optional<String> in = Refusals.text(request, "in");
        Optional<String> out = Refusals.text(request, "out");
        Optional<Path> source = in.isPresent() ? Optional.of(source(request, in.get())) : Optional.empty();
        CaptureReader reader = source.isPresent() ? reader(request, source.get(), in.get()) : CaptureReader.none();
        try {
            return out.isPresent()
                    ? withOutput(request, reader, source, out.get())
                    : new PcapPort(request.port(), reader, source.map(Path::toString), Optional.empty(), () -> {});
        } catch (PortRefused e) {
            reader.close();
            throw e;
        }
    }

    private Port withOutput(Request request, CaptureReader reader, Optional<Path> source, String out)
            throws PortRefused {
        Path target = target(request, out);
        if (source.equals(Optional.of(target)) || sameFile(source, target)) {
            throw Refusals.refused(
                    request.port(), "'in' and 'out' are the same file " + out + "; give 'out' another name");
        }
        String other = writing.putIfAbsent(target, request.port());
        if (other != null) {
            throw Refusals.refused(
                    request.port(), out + " is being written by port " + other + "; give 'out' another name");
        }
        try {
            CaptureWriter writer = CaptureWriter.create(target, out);
            return new PcapPort(
                    request.port(), reader, source.map(Path::toString), Optional.of(writer), () -> release(target));
        } catch (CaptureRefused e) {
            release(target);
            throw Refusals.refused(request.port(), String.valueOf(e.getMessage()));
        }
    }

    private void release(Path target) {
        writing.remove(target);
    }

    private static CaptureReader reader(Request request, Path source, String in) throws PortRefused {
        try {
            return CaptureReader.open(source, in);
        } catch (CaptureRefused e) {
            throw Refusals.refused(request.port(), String.valueOf(e.getMessage()));
        }
    }

    /// The real path where there is one; the reader says what is wrong where there is none.
    private static Path source(Request request, String in) throws PortRefused {
        Path file = resolve(request, in);
        try {
            return file.toRealPath();
        } catch (IOException _) {
            return file;
        }
    }

    /// The path by which two names of one output are seen to be the same, whether it exists or not.
    private static Path target(Request request, String out) throws PortRefused {
        Path file = resolve(request, out).toAbsolutePath().normalize();
        try {
            if (Files.exists(file)) {
                return file.toRealPath();
            }
            Path folder = file.getParent();
            return folder != null && Files.exists(folder) ? folder.toRealPath().resolve(file.getFileName()) : file;
        } catch (IOException _) {
            return file;
        }
    }

    private static boolean sameFile(Optional<Path> source, Path target) {
        try {
            return source.isPresent() && Files.exists(target) && Files.isSameFile(source.get(), target);
        } catch (IOException _) {
            return false;
        }
    }

    private static Path resolve(Request request, String file) throws PortRefused {
        try {
            return request.base().resolve(file);
        } catch (InvalidPathException e) {
            throw Refusals.refused(request.port(), "no file can have this name (" + e.getReason() + ")");
        }
    }
}
