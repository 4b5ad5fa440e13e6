// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.live;

import io.penstock.api.control.Control;
import io.penstock.api.port.PortDriver;
import io.penstock.api.store.BundleStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/// The bundles of the headless feature without its shell, in a framework of this process.
record House(Framework framework, Path jar) implements AutoCloseable {
    private static final long SECONDS = 30;

    /// The bundles and this test mean the same API.
    private static final String SHARED = Stream.of("", ".control", ".layer", ".match", ".port", ".store", ".stream")
            .map(name -> "io.penstock.api" + name + ";version=1.0.0")
            .collect(Collectors.joining(","));

    private static final List<String> LEFT_OUT = List.of(
            "biz.aQute.launcher",
            "org.apache.felix.framework",
            "org.apache.felix.gogo",
            "io.penstock.api",
            "jline",
            "io.penstock.shell",
            "io.penstock.editor");

    static House open(Path jar, Path cache) throws BundleException, IOException {
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        cache.toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        Constants.FRAMEWORK_BSNVERSION,
                        Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        SHARED));
        framework.start();
        House house = new House(framework, jar);
        List<Bundle> bundles = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                if (isPart(entry.getName())) {
                    bundles.add(framework.getBundleContext().installBundle(entry.getName(), zip.getInputStream(entry)));
                }
            }
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
        return house;
    }

    private static boolean isPart(String entry) {
        return entry.startsWith("jar/")
                && entry.endsWith(".jar")
                && LEFT_OUT.stream().noneMatch(name -> entry.startsWith("jar/" + name));
    }

    void drive(PortDriver driver) {
        framework.getBundleContext().registerService(PortDriver.class, driver, null);
    }

    Control control() throws InterruptedException {
        ServiceTracker<Control, Control> tracker =
                new ServiceTracker<>(framework.getBundleContext(), Control.class, null);
        tracker.open();
        return tracker.waitForService(TimeUnit.SECONDS.toMillis(SECONDS));
    }

    /// The folder of installed bundles, opened.
    BundleStore store(Path folder) {
        BundleContext context = framework.getBundleContext();
        BundleStore store = context.getService(context.getServiceReference(BundleStore.class));
        if (!store.open(folder).isEmpty()) {
            throw new IllegalStateException("not all bundles of " + folder + " can be started");
        }
        return store;
    }

    List<Bundle> bundles(String name) {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(name))
                .toList();
    }

    Bundle bundle(String name) {
        return bundles(name).getFirst();
    }

    /// Gives a bundle a new revision of the same content, as an update does, and lets everything forget the old one.
    void updateAndRefresh(Bundle bundle) throws BundleException, IOException, InterruptedException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream content = zip.getInputStream(zip.getEntry(bundle.getLocation()))) {
            bundle.update(content);
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), _ -> refreshed.countDown());
        if (!refreshed.await(SECONDS, TimeUnit.SECONDS) || bundle.getState() != Bundle.ACTIVE) {
            throw new BundleException(bundle + " does not run again");
        }
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(TimeUnit.SECONDS.toMillis(SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
