// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.arrows;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may import whom: `api` <- layers <- functions; `api` <- chain <- resolver <- dataplane. Ports, layers and
/// functions reach the dataplane only as services behind `api`, and nothing imports the editor.
class ArrowsTest {
    private static final String HOME = "io.penstock.";

    /// Kind of bundle to the kinds that it may import; what is not named here may import nothing and be imported by
    /// none.
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("api", Set.of()),
            Map.entry("chain", Set.of("api")),
            Map.entry("resolver", Set.of("api", "chain")),
            Map.entry("dataplane", Set.of("api", "chain", "resolver")),
            Map.entry("ports", Set.of("api")),
            Map.entry("bridge", Set.of("api")),
            Map.entry("store", Set.of("api")),
            Map.entry("layer", Set.of("api", "layer")),
            Map.entry("function", Set.of("api", "layer")),
            Map.entry("shell", Set.of("api", "chain")),
            Map.entry("editor.model", Set.of("api", "chain")),
            Map.entry("editor", Set.of("api", "chain", "editor.model")));

    private static JavaClasses classes;

    @BeforeAll
    static void readAllBundles() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.penstock");
    }

    @Test
    void shouldSeeClassesOfEveryBundle() {
        var seen = new TreeSet<String>();
        classes.forEach(type -> seen.add(bundle(type)));
        var expected = House.bundles().stream()
                .map(folder -> folder.getFileName().toString())
                .toList();

        assertThat(expected).isNotEmpty();
        assertThat(seen)
                .as("bundles on the class path of this test; a missing one is not in features/editor/pom.xml")
                .containsAll(expected);
    }

    @Test
    void shouldFollowTheArrows() {
        var wrong = new TreeSet<String>();
        for (var type : classes) {
            for (var target : targets(type)) {
                if (!allowed(bundle(type), bundle(target))) {
                    wrong.add(type.getName() + " (" + bundle(type) + ") uses " + target.getName() + " ("
                            + bundle(target) + ")");
                }
            }
        }

        assertThat(wrong)
                .as("uses against the arrows; go through a service in io.penstock.api")
                .isEmpty();
    }

    @Test
    void shouldKnowTheKindOfEveryBundle() {
        var unknown = House.bundles().stream()
                .map(folder -> folder.getFileName().toString())
                .filter(name -> !MAY_IMPORT.containsKey(kind(name)));

        assertThat(unknown).as("bundles that the table of arrows does not name").isEmpty();
    }

    @Test
    void shouldForbidAFunctionToUseAnother() {
        assertThat(allowed("function.firewall", "function.counter")).isFalse();
        assertThat(allowed("function.firewall", "dataplane")).isFalse();
        assertThat(allowed("function.firewall", "layer.tcp")).isTrue();
        assertThat(allowed("layer.tcp", "function.firewall")).isFalse();
        assertThat(allowed("ports", "dataplane")).isFalse();
        assertThat(allowed("shell", "editor.model")).isFalse();
        assertThat(allowed("resolver", "dataplane")).isFalse();
    }

    @Test
    void shouldForbidTheEditorToKnowAFunctionALayerOrTheDataplane() {
        for (var editor : List.of("editor", "editor.model")) {
            assertThat(List.of("function.firewall", "layer.tcp", "dataplane", "resolver", "bridge"))
                    .noneMatch(other -> allowed(editor, other));
        }
    }

    private static List<JavaClass> targets(JavaClass type) {
        var targets = new ArrayList<JavaClass>();
        for (var dependency : type.getDirectDependenciesFromSelf()) {
            var target = dependency.getTargetClass().getBaseComponentType();
            if (target.getPackageName().startsWith(HOME)) {
                targets.add(target);
            }
        }
        return targets;
    }

    private static boolean allowed(String from, String to) {
        return from.equals(to) || MAY_IMPORT.getOrDefault(kind(from), Set.of()).contains(kind(to));
    }

    /// The longest name of a bundle's folder that a class's package begins with; else the package's first word.
    private static String bundle(JavaClass type) {
        var path = type.getPackageName().substring(HOME.length());
        return House.bundles().stream()
                .map(folder -> folder.getFileName().toString())
                .filter(name -> path.equals(name) || path.startsWith(name + "."))
                .max(Comparator.comparingInt(String::length))
                .orElse(path);
    }

    private static String kind(String bundle) {
        var dot = bundle.indexOf('.');
        var first = dot < 0 ? bundle : bundle.substring(0, dot);
        return first.equals("editor") ? bundle : first;
    }
}
