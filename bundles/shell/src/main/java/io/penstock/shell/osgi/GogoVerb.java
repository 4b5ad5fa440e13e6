// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell.osgi;

import io.penstock.shell.Console;
import io.penstock.shell.Setting;
import io.penstock.shell.verb.Verbs;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/// A verb as a command of Gogo; it writes to the session that calls it.
record GogoVerb(Setting setting, String verb) implements Function {
    /// The session's variable with the setting of a shell, such as the dataplane it is for.
    static final String SETTING = ".penstock.setting";

    @Override
    public Object execute(CommandSession session, List<Object> arguments) {
        List<String> words = new ArrayList<>();
        words.add(verb);
        arguments.forEach(argument -> words.add(String.valueOf(argument)));
        Setting mine = session.get(SETTING) instanceof Setting own ? own : setting;
        Console console = mine.console();
        Console here = new Console(
                new PrintWriter(session.getConsole(), true, StandardCharsets.UTF_8),
                console.err(),
                console.colours(),
                console.isTerminal());
        int code = Verbs.execute(mine.on(here), words);
        return code == Verbs.DONE ? Optional.empty() : code;
    }
}
