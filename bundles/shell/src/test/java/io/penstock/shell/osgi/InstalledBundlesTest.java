// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.FunctionInfo;
import io.penstock.shell.MemoryControl;
import io.penstock.shell.TraceLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;

@Timeout(120)
class InstalledBundlesTest {
    @TempDir
    private Path folder = Path.of("");

    private Framework framework = new FrameworkFactory().newFramework(Map.of());
    private InstalledBundles bundles = new InstalledBundles(framework.getBundleContext(), folder, new TraceLog(folder));
    private final MemoryControl control = new MemoryControl();

    @BeforeEach
    void startFramework() throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("cache").toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        Constants.FRAMEWORK_BSNVERSION,
                        Constants.FRAMEWORK_BSNVERSION_MULTIPLE));
        framework.start();
        bundles = new InstalledBundles(framework.getBundleContext(), folder.resolve("bundles"), log());
    }

    @AfterEach
    void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void shouldStartABundleAndKeepItForTheNextStart() throws Exception {
        Path jar = Jars.bundle("org.example.one", "1.2.3").entry("readme.txt").write(folder.resolve("any-name.jar"));

        assertThat(install(jar)).containsExactly("installed org.example.one 1.2.3");
        assertThat(state("org.example.one")).isEqualTo(Bundle.ACTIVE);
        assertThat(kept()).containsExactly("org.example.one.jar");

        stopFramework();
        startFramework();
        assertThat(bundles.startAll()).isEmpty();
        assertThat(state("org.example.one")).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void shouldStartABundleWhereNewOnesHaveALevelThatIsNeverReached() throws Exception {
        framework.adapt(FrameworkStartLevel.class).setInitialBundleStartLevel(50);
        Path jar = Jars.bundle("org.example.one", "1.2.3").write(folder.resolve("one.jar"));

        install(jar);

        assertThat(state("org.example.one")).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void shouldNameTheFunctionsOfABundle() throws Exception {
        Path jar = Jars.bundle("io.penstock.function.firewall", "1.0.0").write(folder.resolve("f.jar"));

        assertThat(install(jar)).contains("  function firewall: Firewall");
    }

    @Test
    void shouldReportABrokenBundleInOneLineAndStartTheRest() throws Exception {
        Files.createDirectories(folder.resolve("bundles"));
        Files.writeString(folder.resolve("bundles/a.jar"), "text");
        Jars.bundle("b", "1.0.0").header("Import-Package: no.such").write(folder.resolve("bundles/b.jar"));
        Jars.bundle("c", "1.0.0").write(folder.resolve("bundles/c.jar"));

        List<Problem> problems = bundles.startAll();

        assertThat(problems)
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.oneLine()).contains("warning: "));
        assertThat(problems.get(0).what()).contains("is no jar");
        assertThat(problems.get(1).what()).contains("it needs the package no.such");
        assertThat(state("c")).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void shouldRefuseABundleThatCannotRunHereAndChangeNothing() throws Exception {
        Path jar = Jars.bundle("org.example.two", "1.0.0")
                .header("Import-Package: io.nowhere;version=\"[1.5,2)\"")
                .write(folder.resolve("two.jar"));

        assertRefused(jar, "it needs the package io.nowhere 1.5.0 or later, below 2.0.0, which no bundle offers");
        assertThat(named("org.example.two")).isZero();
        assertThat(kept()).isEmpty();
    }

    @Test
    void shouldRefuseABundleWhoseStartFails() throws Exception {
        Path jar = Jars.bundle("org.example.three", "1.0.0")
                .header("Bundle-Activator: no.Such")
                .write(folder.resolve("three.jar"));

        assertRefused(jar, "cannot be started: ");
        assertThat(named("org.example.three")).isZero();
        assertThat(kept()).isEmpty();
    }

    @Test
    void fault113ShouldRefuseASecondBundleOfTheSameSymbolicName() throws Exception {
        install(Jars.bundle("org.example.one", "1.0.0").write(folder.resolve("1.jar")));
        Path second = Jars.bundle("org.example.one;singleton:=true", "2.0.0").write(folder.resolve("2.jar"));

        assertRefused(second, "a bundle called org.example.one is there already, version 1.0.0");
        assertThat(named("org.example.one")).isEqualTo(1);
        assertThat(kept()).containsExactly("org.example.one.jar");
    }

    @Test
    void fault112ShouldRefuseEntriesThatLeaveTheirFolder() throws Exception {
        for (String entry : List.of("../evil", "a/../../evil", "/etc/evil", "a\\..\\evil", "C:/evil", "a/..")) {
            Path jar = Jars.bundle("org.example.evil", "1.0.0").entry(entry).write(folder.resolve("evil.jar"));
            assertRefused(jar, "which leaves its folder");
        }
        assertThat(named("org.example.evil")).isZero();
        assertThat(kept()).isEmpty();
    }

    @Test
    void fault112ShouldRefuseNamesThatLeaveTheFolder() throws Exception {
        for (String name : List.of("../evil", "a/b", "..", "a..b", "x".repeat(300), "a b")) {
            assertRefused(
                    Jars.bundle(name, "1.0.0").write(folder.resolve("evil.jar")), "Bundle-SymbolicName is no name");
        }
        assertThat(kept()).isEmpty();
    }

    @Test
    void fault112ShouldRefuseAZipBomb() throws Exception {
        Path bomb = folder.resolve("bomb.jar");
        try (OutputStream out = Files.newOutputStream(bomb);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                zip.write(zeros);
            }
        }
        assertThat(Files.size(bomb)).isLessThan(1 << 20);
        assertRefused(bomb, "unpacks to more than 256 MB");
    }

    @Test
    void shouldRefuseWhatIsNoBundle() throws Exception {
        assertRefused(Jars.plain().write(folder.resolve("plain.jar")), "has no Bundle-SymbolicName");
        assertRefused(Files.createFile(folder.resolve("empty.jar")), "is no jar");
        assertRefused(Files.writeString(folder.resolve("text.jar"), "hello"), "is no jar");
        assertRefused(folder.resolve("none.jar"), "there is no such file");
        assertRefused(folder, "is a folder");
        assertRefused(
                Jars.bundle("f", "1.0.0")
                        .header("Fragment-Host: org.example.one")
                        .write(folder.resolve("f.jar")),
                "is a fragment");
        assertRefused(Jars.bundle("v", "one.two").write(folder.resolve("v.jar")), "is damaged");
        Path cut = Jars.bundle("cut", "1.0.0").entry("x").write(folder.resolve("cut.jar"));
        byte[] bytes = Files.readAllBytes(cut);
        assertRefused(Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2)), "is no jar");
    }

    @Test
    void shouldRefuseAFunctionWithAKeyOfThePlatform() throws Exception {
        control.functions()
                .add(new FunctionInfo(
                        "bad",
                        "Bad",
                        "",
                        "org.example.bad",
                        "1.0.0",
                        "",
                        List.of(new FunctionInfo.Property(
                                "observe",
                                "",
                                "",
                                FunctionInfo.Kind.TEXT,
                                false,
                                false,
                                List.of(),
                                "",
                                "",
                                List.of()))));

        assertRefused(Jars.bundle("org.example.bad", "1.0.0").write(folder.resolve("bad.jar")), "called observe");
        assertThat(named("org.example.bad")).isZero();
        assertThat(kept()).isEmpty();
    }

    @Test
    void shouldRemoveWhatWasInstalled() throws Exception {
        install(Jars.bundle("org.example.one", "1.0.0").write(folder.resolve("1.jar")));

        assertThat(bundles.remove("org.example.one")).isEqualTo("removed org.example.one 1.0.0");
        assertThat(named("org.example.one")).isZero();
        assertThat(kept()).isEmpty();
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> bundles.remove("org.example.one"))
                .withMessageContaining("those installed: none");
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> bundles.remove("org.apache.felix.framework"))
                .withMessageContaining("part of Penstock itself");
    }

    @Test
    void shouldRemoveABrokenJarByItsName() throws Exception {
        Files.createDirectories(folder.resolve("bundles"));
        Files.writeString(folder.resolve("bundles/broken.jar"), "text");

        assertThat(bundles.startAll()).hasSize(1);
        assertThat(bundles.remove("broken")).isEqualTo("removed broken.jar, which could not be used");
        assertThat(kept()).isEmpty();
    }

    @Test
    void fault106ShouldRefuseToRemoveWhatOthersNeed() throws Exception {
        install(Jars.bundle("org.example.lib", "1.0.0")
                .header("Export-Package: org.example.lib;version=\"1.0.0\"")
                .entry("org/example/lib/x")
                .write(folder.resolve("lib.jar")));
        install(Jars.bundle("org.example.user", "1.0.0")
                .header("Import-Package: org.example.lib")
                .write(folder.resolve("user.jar")));

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> bundles.remove("org.example.lib"))
                .withMessage("org.example.lib is needed by org.example.user; remove org.example.user first");
        assertThat(state("org.example.lib")).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void shouldSayWhichBundleKeepsTheDataplaneAway() throws Exception {
        Path jar = Jars.bundle("io.penstock.dataplane", "1.0.0")
                .header("Import-Package: io.penstock.resolver;version=\"[1.0,2)\"")
                .write(folder.resolve("dataplane.jar"));
        framework.getBundleContext().installBundle(jar.toUri().toString());

        assertThat(Missing.inWords(framework.getBundleContext(), bundles::isOurs))
                .isEqualTo("bundle io.penstock.dataplane does not run"
                        + " (it needs the package io.penstock.resolver 1.0.0 or later, below 2.0.0)");
    }

    private List<String> install(Path jar) throws Refused {
        return new Installation(bundles, () -> control, log()).install(jar);
    }

    private void assertRefused(Path jar, String why) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> install(jar))
                .withMessageContaining(jar.toString())
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.problems().getFirst().mend()).isNotEmpty());
    }

    private TraceLog log() {
        return new TraceLog(folder.resolve("log/penstock.log"));
    }

    private int state(String name) {
        return bundles()
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .map(Bundle::getState)
                .orElse(Bundle.UNINSTALLED);
    }

    private long named(String name) {
        return bundles().filter(bundle -> name.equals(bundle.getSymbolicName())).count();
    }

    private Stream<Bundle> bundles() {
        return Arrays.stream(framework.getBundleContext().getBundles());
    }

    private List<String> kept() throws IOException {
        if (!Files.exists(folder.resolve("bundles"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve("bundles"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
