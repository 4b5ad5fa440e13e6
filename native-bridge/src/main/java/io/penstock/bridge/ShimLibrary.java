// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import com.sun.jna.NativeLibrary;
import io.penstock.api.port.PortRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/// The shim's library, extracted once a process to one path: EAL's state lives in it, so that a newer version of this
/// bundle has to find the same library again.
final class ShimLibrary {
    private static final String RESOURCE = "/linux-x86-64/libpenstock-dpdk.so";

    /// Where this process keeps the library; outlives the bundle's class loader.
    private static final String PATH = "penstock.dpdk.library";

    private final NativeLibrary library;

    private ShimLibrary(NativeLibrary library) {
        this.library = library;
    }

    /// Binds [Shim] to the library.
    ///
    /// @throws PortRefused when there is none, or it cannot be loaded, or another was loaded before
    static ShimLibrary load() throws PortRefused {
        try {
            Path path = extracted(bytes());
            ShimLibrary loaded = new ShimLibrary(NativeLibrary.getInstance(path.toString()));
            Shim.bind(loaded.library);
            checkVersion();
            return loaded;
        } catch (IOException e) {
            throw new PortRefused("the DPDK bridge cannot be written to " + System.getProperty("java.io.tmpdir") + " ("
                    + e.getMessage() + "); make room there");
        } catch (UnsatisfiedLinkError e) {
            throw new PortRefused("DPDK's libraries cannot be loaded (" + firstLine(e)
                    + "); install the package dpdk, 22.11 or newer, and build again");
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    private static byte[] bytes() throws IOException, PortRefused {
        try (InputStream in = ShimLibrary.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new PortRefused("this build has no DPDK bridge; install gcc, pkg-config and libdpdk-dev (22.11 or"
                        + " newer), and build again with ./penstock build");
            }
            return in.readAllBytes();
        }
    }

    private static synchronized Path extracted(byte[] bytes) throws IOException, PortRefused {
        String before = System.getProperty(PATH, "");
        if (!before.isEmpty()) {
            Path path = Path.of(before);
            if (!Files.exists(path) || Arrays.equals(Files.readAllBytes(path), bytes)) {
                return path;
            }
            throw new PortRefused(
                    "this version of the DPDK bridge brings another shim; start the dataplane again to use it");
        }
        Path folder = Files.createTempDirectory("penstock-dpdk");
        Path path = folder.resolve("libpenstock-dpdk.so");
        Files.write(path, bytes);
        folder.toFile().deleteOnExit();
        path.toFile().deleteOnExit();
        System.setProperty(PATH, path.toString());
        return path;
    }

    /// Headers and libraries of different versions do not fit: mbufs have another shape.
    private static void checkVersion() throws PortRefused {
        String built = release(Shim.ps_built_for());
        String found = release(Shim.ps_version());
        if (!built.equals(found)) {
            throw new PortRefused("the DPDK bridge was built for " + built + ", but the machine has " + found
                    + "; build again with ./penstock clean and ./penstock build");
        }
    }

    /// Year and month; what comes after them keeps the interface.
    private static String release(String version) {
        String[] parts = Objects.requireNonNullElse(version, "").split("\\.", -1);
        return parts.length < 2 ? version : parts[0] + "." + parts[1];
    }

    /// Where a function begins.
    long address(String function) {
        return Shim.address(library, function);
    }
}
