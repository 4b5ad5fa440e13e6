// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.shell.Console;
import io.penstock.shell.Setting;
import io.penstock.shell.remote.ControlLost;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// All verbs, as one command.
public final class Verbs {
    /// Done, failed, and not understood.
    public static final int DONE = 0;

    public static final int FAILED = 1;
    public static final int MISUSED = 2;

    private static final int HELP_WIDTH = 100;

    /// What makes each verb.
    private static final Map<String, Function<Setting, Verb>> ALL = all();

    private Verbs() {}

    /// Carries out a verb.
    ///
    /// @param words the verb and its arguments
    /// @return the process's exit code: 0 done, 1 failed, 2 not understood
    public static int execute(Setting setting, List<String> words) {
        return prepare(setting, words).getAsInt();
    }

    /// A verb that is understood, and waits to be carried out.
    ///
    /// Only the one that is meant is looked at: to look at all of them takes longer than many a verb.
    ///
    /// @param words the verb and its arguments
    /// @return carries it out, with the process's exit code: 0 done, 1 failed, 2 not understood
    public static IntSupplier prepare(Setting setting, List<String> words) {
        Function<Setting, Verb> one = words.isEmpty() ? null : ALL.get(words.getFirst());
        CommandLine line = tree(setting, one == null ? ALL.values() : List.of(one));
        return () -> {
            try {
                return line.execute(words.toArray(String[]::new));
            } finally {
                setting.console().out().flush();
                setting.console().err().flush();
            }
        };
    }

    /// The names of all verbs.
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /// The verbs as picocli knows them, for completion.
    public static CommandSpec spec(Setting setting) {
        return tree(setting, ALL.values()).getCommandSpec();
    }

    private static Map<String, Function<Setting, Verb>> all() {
        Map<String, Function<Setting, Verb>> all = new LinkedHashMap<>();
        all.put("demo", Demo::new);
        all.put("run", Run::new);
        all.put("explain", Explain::new);
        all.put("why", WhyVerb::new);
        all.put("edit", Edit::new);
        all.put("draw", Draw::new);
        all.put("bench", BenchVerb::new);
        all.put("check", Check::new);
        all.put("fmt", Fmt::new);
        all.put("diff", Diff::new);
        all.put("schema", Schema::new);
        all.put("ps", Ps::new);
        all.put("show", Show::new);
        all.put("deploy", Deploy::new);
        all.put("stop", Stop::new);
        all.put("shell", Shell::new);
        all.put("new", New::new);
        all.put("install", Install::new);
        all.put("update", UpdateVerb::new);
        all.put("rollback", Rollback::new);
        all.put("confirm", Confirm::new);
        all.put("remove", Remove::new);
        return all;
    }

    private static CommandLine tree(Setting setting, Collection<Function<Setting, Verb>> verbs) {
        CommandLine all = new CommandLine(new Root());
        verbs.forEach(verb -> all.addSubcommand(verb.apply(setting)));
        all.getCommandSpec()
                .addOption(ending("-V", "--version", "Print the version, and end.")
                        .versionHelp(true)
                        .build());
        withHelp(all);
        all.getSubcommands().values().forEach(Verbs::withHelp);
        Console console = setting.console();
        return all.setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, words) -> misused(console, e))
                .setExecutionExceptionHandler((e, line, parsed) -> failed(setting, e));
    }

    private static void withHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(ending("-h", "--help", "Say how to use this, and end.")
                        .usageHelp(true)
                        .build());
    }

    private static OptionSpec.Builder ending(String letter, String word, String description) {
        return OptionSpec.builder(letter, word).type(boolean.class).description(description);
    }

    private static int misused(Console console, ParameterException e) {
        CommandLine line = e.getCommandLine();
        String verb = line.getCommandName();
        boolean noVerb = line.getParent() == null;
        String help = noVerb ? "penstock --help lists the verbs" : "penstock " + verb + " --help says how it is used";
        String message = e.getMessage() == null ? "not understood" : e.getMessage();
        console.problem(Problem.error(
                (noVerb ? "" : verb + ": ")
                        + Misuse.what(e, message.lines().findFirst().orElse(message)),
                help));
        return MISUSED;
    }

    private static int failed(Setting setting, Exception e) {
        switch (e) {
            case Misused misused -> {
                setting.console().problem(misused.problem());
                return MISUSED;
            }
            case Refused refused -> setting.console().problems(refused.problems());
            case ControlLost lost -> setting.console().problem(lost.problem());
            default -> {
                setting.log().add("a verb failed", e);
                setting.console()
                        .problem(Problem.error(
                                "this should not have happened: " + e,
                                "the trace is in " + setting.log().file()));
            }
        }
        return FAILED;
    }

    @Command(
            name = "penstock",
            description = "Draw a chain of network functions, explain it, run it.",
            synopsisSubcommandLabel = "VERB",
            commandListHeading = "%nVerbs:%n",
            versionProvider = Version.class,
            footer = {"", "penstock VERB --help tells more, with examples."})
    private static final class Root implements Runnable {
        @CommandLine.Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "no verb is given");
        }
    }
}
