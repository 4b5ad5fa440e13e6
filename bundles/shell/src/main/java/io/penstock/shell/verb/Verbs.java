// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.verb;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.shell.Console;
import io.penstock.shell.Setting;
import io.penstock.shell.remote.ControlLost;
import java.util.List;
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

    private Verbs() {}

    /// Carries out a verb.
    ///
    /// @param words the verb and its arguments
    /// @return the process's exit code: 0 done, 1 failed, 2 not understood
    public static int execute(Setting setting, List<String> words) {
        CommandLine all = tree(setting);
        try {
            return all.execute(words.toArray(String[]::new));
        } finally {
            setting.console().out().flush();
            setting.console().err().flush();
        }
    }

    /// The names of all verbs.
    public static List<String> names(Setting setting) {
        return List.copyOf(tree(setting).getSubcommands().keySet());
    }

    /// The verbs as picocli knows them, for completion.
    public static CommandSpec spec(Setting setting) {
        return tree(setting).getCommandSpec();
    }

    private static CommandLine tree(Setting setting) {
        CommandLine all = new CommandLine(new Root());
        List.of(
                        new Demo(setting),
                        new Run(setting),
                        new Explain(setting),
                        new WhyVerb(setting),
                        new Edit(setting),
                        new Draw(setting),
                        new BenchVerb(setting),
                        new Check(setting),
                        new Fmt(setting),
                        new Diff(setting),
                        new Schema(setting),
                        new Ps(setting),
                        new Show(setting),
                        new Deploy(setting),
                        new Stop(setting),
                        new Shell(setting),
                        new New(setting),
                        new Install(setting),
                        new UpdateVerb(setting),
                        new Rollback(setting),
                        new Confirm(setting),
                        new Remove(setting))
                .forEach(all::addSubcommand);
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
