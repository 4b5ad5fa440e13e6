// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import io.penstock.shell.Setting;
import io.penstock.shell.verb.Verbs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.service.command.CommandProcessor;
import org.jline.builtins.Completers;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/// Completes verbs, their options and their values, file names, and the commands of other bundles.
final class Completion implements Completer {
    private final CommandSpec verbs;
    private final BundleContext context;
    private final Completer files;

    Completion(Setting setting, BundleContext context) {
        verbs = Verbs.spec(setting);
        this.context = context;
        files = new Completers.FileNameCompleter();
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0) {
            verbs.subcommands().keySet().forEach(verb -> candidates.add(new Candidate(verb)));
            commands().forEach(command -> candidates.add(new Candidate(command)));
            return;
        }
        List<CharSequence> found = new ArrayList<>();
        String[] words = line.words().toArray(String[]::new);
        AutoComplete.complete(verbs, words, line.wordIndex(), line.wordCursor(), line.cursor(), found);
        String begun = line.word().substring(0, line.wordCursor());
        found.forEach(rest -> candidates.add(new Candidate(begun + rest)));
        if (!begun.startsWith("-")) {
            files.complete(reader, line, candidates);
        }
    }

    private Set<String> commands() {
        Set<String> names = new TreeSet<>();
        try {
            ServiceReference<?>[] references =
                    context.getAllServiceReferences(null, "(&(osgi.command.scope=*)(!(osgi.command.scope=penstock)))");
            for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
                switch (reference.getProperty(CommandProcessor.COMMAND_FUNCTION)) {
                    case String[] functions -> names.addAll(List.of(functions));
                    case String function -> names.add(function);
                    case null, default -> names.removeIf(String::isEmpty);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return names;
    }
}
