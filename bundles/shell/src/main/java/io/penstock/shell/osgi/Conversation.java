// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.shell.Console;
import io.penstock.shell.Setting;
import io.penstock.shell.text.Clean;
import java.io.IOException;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.osgi.framework.BundleContext;

/// The interactive shell: lines from a terminal, carried out by Gogo.
///
/// It reads lines itself, with JLine: Gogo's own reader takes the terminal and the signals when its bundle starts, and
/// its exit stops the framework.
final class Conversation {
    private final CommandProcessor processor;
    private final Setting setting;
    private final BundleContext context;

    Conversation(CommandProcessor processor, Setting setting, BundleContext context) {
        this.processor = processor;
        this.setting = setting;
        this.context = context;
    }

    void run() throws Refused {
        try (Terminal terminal = terminal();
                CommandSession session =
                        processor.createSession(terminal.input(), terminal.output(), terminal.output())) {
            Console console = new Console(
                    terminal.writer(),
                    terminal.writer(),
                    setting.console().colours(),
                    setting.console().isTerminal());
            session.put(GogoVerb.SETTING, setting.on(console));
            session.put("SCOPE", "penstock:*");
            terminal.handle(Terminal.Signal.INT, signal -> setting.interrupts().fire());
            converse(session, reader(terminal), console);
        } catch (IOException e) {
            throw new Refused(Problem.error("the terminal cannot be used: " + e.getMessage(), "check TERM"));
        }
    }

    /// JLine looks for its terminals with the thread's class loader; with another it finds none ("dumb terminal").
    private static Terminal terminal() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(TerminalBuilder.class.getClassLoader());
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .name("penstock")
                    .system(true)
                    .dumb(true)
                    .build();
            if (terminal.getWidth() == 0 || terminal.getHeight() == 0) {
                // A terminal that does not know its size would show nothing of the line.
                terminal.setSize(new Size(100, 30));
            }
            return terminal;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private LineReader reader(Terminal terminal) {
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("penstock")
                .completer(new Completion(setting, context))
                .variable(LineReader.HISTORY_FILE, setting.home().folder().resolve("shell-history"))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    private void converse(CommandSession session, LineReader reader, Console console) {
        String prompt = setting.on().map(name -> "penstock " + name + "> ").orElse("penstock> ");
        while (true) {
            Optional<String> line = line(reader, prompt);
            if (line.isEmpty() || line.get().equals("exit") || line.get().equals("quit")) {
                return;
            }
            if (!line.get().isEmpty()) {
                execute(session, line.get(), console);
            }
        }
    }

    private static Optional<String> line(LineReader reader, String prompt) {
        try {
            return Optional.of(reader.readLine(prompt).strip());
        } catch (UserInterruptException e) {
            return Optional.of("");
        } catch (EndOfFileException e) {
            return Optional.empty();
        }
    }

    private void execute(CommandSession session, String line, Console console) {
        try {
            Object result = session.execute(line);
            if (result != null && !(result instanceof Integer) && !(result instanceof Optional<?>)) {
                console.out().println(session.format(result, org.apache.felix.service.command.Converter.INSPECT));
            }
        } catch (Exception e) {
            String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            setting.log().add("shell: " + line, e);
            console.problem(Problem.error(Clean.line(what.lines().findFirst().orElse(what)), ""));
        }
        console.out().flush();
    }
}
