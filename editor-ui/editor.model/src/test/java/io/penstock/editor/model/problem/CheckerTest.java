// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Problem;
import io.penstock.api.control.Control;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.editor.model.edit.Drawing;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CheckerTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> answered = new LinkedBlockingQueue<>();

    private Control control() {
        return Control.class.cast(Proxy.newProxyInstance(
                Control.class.getClassLoader(), new Class<?>[] {Control.class}, (_, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("check");
                    ChainRequest request = (ChainRequest) arguments[0];
                    asked.add(request.text());
                    if (request.text().contains("broken")) {
                        throw new IllegalStateException("gone");
                    }
                    return List.of(Problem.error("no port", ""));
                }));
    }

    @Test
    void shouldAskOnlyAboutTheLastOfManyEdits() throws Exception {
        try (Checker checker = new Checker(
                control(),
                "c",
                40,
                (drawing, problems) -> answered.add(
                        drawing.chain().name() + " " + problems.getFirst().what()))) {
            for (int i = 0; i < 50; i++) {
                checker.ask(Drawing.empty("c" + i));
            }
            assertThat(answered.poll(20, TimeUnit.SECONDS)).isEqualTo("c49 no port");
            assertThat(asked).hasSize(1);
            checker.ask(Drawing.empty("later"));
            assertThat(answered.poll(20, TimeUnit.SECONDS)).isEqualTo("later no port");
        }
    }

    @Test
    void shouldSayThatTheDataplaneIsLostAndGoOn() throws Exception {
        try (Checker checker = new Checker(
                control(),
                "c",
                1,
                (drawing, problems) -> answered.add(problems.getFirst().what()))) {
            checker.ask(Drawing.empty("broken"));
            assertThat(answered.poll(20, TimeUnit.SECONDS)).isEqualTo("the dataplane could not be asked: gone");
            checker.ask(Drawing.empty("whole"));
            assertThat(answered.poll(20, TimeUnit.SECONDS)).isEqualTo("no port");
        }
    }
}
