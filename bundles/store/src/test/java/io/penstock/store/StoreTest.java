// SPDX-License-Identifier: Apache-2.0
package io.penstock.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.store.Staged;
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
import org.osgi.framework.wiring.BundleWiring;

@Timeout(120)
class StoreTest {
    @TempDir
    private Path folder = Path.of("");

    private Framework framework = new FrameworkFactory().newFramework(Map.of());
    private Store store = new Store(framework.getBundleContext());
    private List<Problem> problems = List.of();

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
        store = new Store(framework.getBundleContext());
        problems = store.open(folder.resolve("bundles"));
    }

    @AfterEach
    void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void shouldStartABundleAndKeepItForTheNextStart() throws Exception {
        Path jar = Jars.bundle("org.example.one", "1.2.3").entry("readme.txt").write(folder.resolve("any-name.jar"));

        install(jar);
        assertThat(state("org.example.one")).isEqualTo(Bundle.ACTIVE);
        assertThat(kept()).singleElement().asString().startsWith("org.example.one-1.2.3-");

        again();
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
    void fault111ShouldReportAnAlteredJarInOneLineAndStartTheRest() throws Exception {
        install(Jars.bundle("a", "1.0.0").write(folder.resolve("a.jar")));
        install(Jars.bundle("b", "1.0.0").write(folder.resolve("b.jar")));
        install(Jars.bundle("c", "1.0.0").write(folder.resolve("c.jar")));
        Jars.bundle("a", "1.0.0").entry("more").write(folder.resolve("bundles").resolve(jarOf("a")));
        Files.delete(folder.resolve("bundles").resolve(jarOf("b")));

        List<Problem> problems = again();

        assertThat(problems)
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.oneLine()).contains("warning: "));
        assertThat(problems.get(0).what()).contains("was altered since it was installed");
        assertThat(problems.get(1).what()).contains("is gone");
        assertThat(named("a") + named("b")).isZero();
        assertThat(state("c")).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void shouldSayInOneLineThatTheListCannotBeRead() throws Exception {
        install(Jars.bundle("a", "1.0.0").write(folder.resolve("a.jar")));
        Files.writeString(folder.resolve("bundles/confirmed"), "penstock bundles 1\ncurrent a\n");

        assertThat(again())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("has a line that says nothing: current a"));
        assertThat(named("a")).isZero();
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
    void fault113ShouldRefuseASecondBundleOfTheSameBuildAndTheNameOfOneOfPenstock() throws Exception {
        Path jar = Jars.bundle("org.example.one", "1.0.0").write(folder.resolve("1.jar"));
        install(jar);

        assertRefused(jar, "this build of org.example.one 1.0.0 is there already");
        assertRefused(
                Jars.bundle("org.apache.felix.framework", "99.0.0").write(folder.resolve("2.jar")),
                "a bundle called org.apache.felix.framework is part of Penstock itself");
        assertThat(named("org.example.one")).isEqualTo(1);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void shouldRunAVersionOnTrialBesideTheOtherAndNotCountIt() throws Exception {
        install(version("1.0.0"));

        Staged staged = store.stage(version("1.1.0"));

        assertThat(staged.before()).isEqualTo("1.0.0");
        assertThat(named("org.example.one")).isEqualTo(2);
        assertThat(store.isCurrent(staged.bundle())).isFalse();
        assertThat(staged.replaces()).hasSize(1).allMatch(store::isCurrent);
        staged.discard();
        assertThat(named("org.example.one")).isEqualTo(1);
        assertThat(kept()).hasSize(1);
        assertThat(states()).containsExactly("1.0.0 current");
    }

    @Test
    void shouldKeepTheReplacedVersionForTheWayBackAndLetItsClassLoaderGo() throws Exception {
        install(version("1.0.0"));
        Staged staged = store.stage(version("1.1.0"));
        staged.confirm();

        long old = staged.replaces().iterator().next();
        assertThat(store.isCurrent(old)).isFalse();
        store.sweep(id -> id == old);
        assertThat(named("org.example.one")).describedAs("in use").isEqualTo(2);
        store.sweep(id -> false);
        assertThat(store.isCurrent(old)).describedAs("gone").isFalse();
        assertThat(named("org.example.one")).isEqualTo(1);
        assertThat(staged.before()).describedAs("also when it has left").isEqualTo("1.0.0");
        assertThat(store.leaked()).isEmpty();
        assertThat(states()).containsExactly("1.0.0 former", "1.1.0 current");

        assertThat(again()).isEmpty();
        assertThat(versions()).containsExactly("1.1.0");
        Staged back = store.stageFormer("org.example.one");
        assertThat(back.version()).isEqualTo("1.0.0");
        back.confirm();
        assertThat(states()).containsExactly("1.0.0 current", "1.1.0 former");
        again();
        assertThat(versions()).containsExactly("1.0.0");
    }

    @Test
    void shouldNameAClassLoaderThatSomebodyKeeps() throws Exception {
        install(version("1.0.0"));
        Object kept = Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> "org.example.one".equals(bundle.getSymbolicName()))
                .map(bundle -> bundle.adapt(BundleWiring.class).getClassLoader())
                .findFirst()
                .orElseThrow();
        store.stage(version("1.1.0")).confirm();
        store.sweep(id -> false);

        assertThat(store.leaked()).containsExactly("org.example.one 1.0.0");
        assertThat(kept).isNotNull();
    }

    @Test
    void shouldTellBuildsOfOneVersionApart() throws Exception {
        install(version("1.0.0"));
        Path other = Jars.bundle("org.example.one", "1.0.0").entry("changed").write(folder.resolve("other.jar"));

        store.stage(other).confirm();
        store.sweep(id -> false);

        assertThat(versions()).containsExactly("1.0.0");
        assertThat(states()).containsExactly("1.0.0 current", "1.0.0 former");
        again();
        assertThat(versions()).containsExactly("1.0.0");
    }

    @Test
    void shouldKeepThreeFormerVersionsAndForgetOlderOnes() throws Exception {
        install(version("1.0.0"));
        for (int i = 1; i <= 5; i++) {
            store.stage(version("1." + i + ".0")).confirm();
        }
        store.sweep(id -> false);

        assertThat(states()).containsExactly("1.2.0 former", "1.3.0 former", "1.4.0 former", "1.5.0 current");
        assertThat(kept()).hasSize(4);
        assertThat(store.leaked()).isEmpty();
    }

    @Test
    void shouldInstallAnotherVersionBesideAndKeepBoth() throws Exception {
        install(version("1.0.0"));
        install(version("2.0.0"));

        again();
        assertThat(versions()).containsExactly("1.0.0", "2.0.0");
    }

    @Test
    void shouldSweepAwayWhatAKilledProcessHadOnTrial() throws Exception {
        install(version("1.0.0"));
        Path left = folder.resolve("bundles/.trial-999999999-1.jar");
        Files.writeString(left, "half");
        Path mine = folder.resolve("bundles/.trial-" + ProcessHandle.current().pid() + "-1.jar");
        Files.writeString(mine, "half");
        Files.writeString(folder.resolve("bundles/org.example.one-1.1.0-0123456789abcdef.jar"), "never confirmed");

        install(version("2.0.0"));

        assertThat(left).doesNotExist();
        assertThat(mine).exists();
        Files.delete(mine);
        assertThat(kept()).hasSize(2);
    }

    @Test
    void shouldLeaveNothingOfAVersionWhoseSetCannotBeWritten() throws Exception {
        install(version("1.0.0"));
        Staged staged = store.stage(version("2.0.0"));
        Path inTheWay = Files.createDirectory(
                folder.resolve("bundles/.confirmed." + ProcessHandle.current().pid()));

        assertThatExceptionOfType(Refused.class).isThrownBy(staged::confirm).withMessageContaining("cannot be written");

        assertThat(store.isCurrent(staged.bundle())).isFalse();
        staged.discard();
        assertThat(kept()).singleElement().asString().contains("1.0.0");
        Files.delete(inTheWay);
        store.stage(version("2.0.0")).confirm();
        assertThat(states()).containsExactly("1.0.0 former", "2.0.0 current");
    }

    @Test
    void shouldRefuseToConfirmAVersionWhoseCopyHasGone() throws Exception {
        install(version("1.0.0"));
        Staged staged = store.stage(version("2.0.0"));
        for (String name : kept()) {
            if (name.startsWith(".trial")) {
                Files.delete(folder.resolve("bundles").resolve(name));
            }
        }

        assertThatExceptionOfType(Refused.class).isThrownBy(staged::confirm).withMessageContaining("cannot be written");

        staged.discard();
        assertThat(states()).containsExactly("1.0.0 current");
        assertThat(again()).isEmpty();
        assertThat(versions()).containsExactly("1.0.0");
    }

    @Test
    void shouldConfirmAVersionAlsoWhereRubbishCannotBeRemoved() throws Exception {
        install(version("1.0.0"));
        Path rubbish = Files.createDirectories(folder.resolve("bundles/rubbish.jar/full"))
                .resolveSibling(".");

        store.stage(version("2.0.0")).confirm();

        assertThat(states()).containsExactly("1.0.0 former", "2.0.0 current");
        assertThat(rubbish).exists();
    }

    @Test
    void shouldGoBackNowhereWhereNothingRanBefore() throws Exception {
        install(version("1.0.0"));

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> store.stageFormer("org.example.one"))
                .withMessage("no version of org.example.one is kept that ran before; there is one once it was updated");
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
    void shouldRemoveWhatWasInstalled() throws Exception {
        install(Jars.bundle("org.example.one", "1.0.0").write(folder.resolve("1.jar")));

        assertThat(store.remove("org.example.one", id -> false)).isEqualTo("removed org.example.one 1.0.0");
        assertThat(named("org.example.one")).isZero();
        assertThat(kept()).isEmpty();
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> store.remove("org.example.one", id -> false))
                .withMessageContaining("those installed: none");
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> store.remove("org.apache.felix.framework", id -> false))
                .withMessageContaining("part of Penstock itself");
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
                .isThrownBy(() -> store.remove("org.example.lib", id -> false))
                .withMessage("org.example.lib is needed by org.example.user; remove org.example.user first");
        assertThat(state("org.example.lib")).isEqualTo(Bundle.ACTIVE);
    }

    private void install(Path jar) throws Refused {
        Staged staged = store.stage(jar);
        staged.confirmBeside();
        store.sweep(id -> false);
    }

    private Path version(String version) throws IOException {
        return Jars.bundle("org.example.one", version).entry("x").write(folder.resolve("one-" + version + ".jar"));
    }

    /// Starts another framework that finds what the first has kept.
    private List<Problem> again() throws Exception {
        stopFramework();
        startFramework();
        return problems;
    }

    private List<String> states() {
        return store.kept().stream()
                .map(one -> one.version() + " " + one.state())
                .sorted()
                .toList();
    }

    private List<String> versions() {
        return bundles()
                .filter(bundle -> "org.example.one".equals(bundle.getSymbolicName()))
                .map(bundle -> bundle.getVersion().toString())
                .sorted()
                .toList();
    }

    private String jarOf(String name) throws IOException {
        return kept().stream()
                .filter(file -> file.startsWith(name + "-"))
                .findFirst()
                .orElseThrow();
    }

    private void assertRefused(Path jar, String why) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> install(jar))
                .withMessageContaining(jar.toString())
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.problems().getFirst().mend()).isNotEmpty());
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
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
