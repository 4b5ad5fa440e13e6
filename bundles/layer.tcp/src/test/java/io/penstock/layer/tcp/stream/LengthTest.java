// SPDX-License-Identifier: Apache-2.0
package io.penstock.layer.tcp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LineNumber;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Methods that a person can read at once.
class LengthTest {
    /// Lines between a method's head and its last brace, and these two. Constructors are left out: they are compiled
    /// with the lines of all fields.
    private static Map<String, Integer> lines(Path folder) throws IOException {
        Map<String, Integer> lines = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(file);
                for (MethodModel method : model.methods()) {
                    if (!method.methodName().stringValue().startsWith("<")) {
                        lines.put(file.getFileName() + " " + method.methodName() + method.methodType(), lines(method));
                    }
                }
            }
        }
        return lines;
    }

    private static int lines(MethodModel method) {
        var numbers = method.code().stream()
                .flatMap(code -> code.elementStream())
                .filter(LineNumber.class::isInstance)
                .mapToInt(number -> ((LineNumber) number).line())
                .summaryStatistics();
        return numbers.getCount() == 0 ? 0 : numbers.getMax() - numbers.getMin() + 3;
    }

    @Test
    void shouldHaveNoMethodOfSixtyLinesInTheCore() throws IOException, URISyntaxException {
        Path classes = Path.of(Connection.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Map<String, Integer> lines = lines(classes.resolve("io/penstock/layer/tcp/stream"));
        assertThat(lines).hasSizeGreaterThan(150);
        assertThat(lines.entrySet())
                .allSatisfy(one -> assertThat(one.getValue()).as(one.getKey()).isLessThan(60));
    }
}
