// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.httpheaders;

import io.penstock.api.BadProperty;
import io.penstock.layer.http.HttpMessage;
import java.util.ArrayList;
import java.util.List;

/// One change of a head, as a person writes it: `add NAME: VALUE`, `set NAME: VALUE` or `remove NAME`.
record Change(Verb verb, String name, String value) {
    private static final String MEND = "write add NAME: VALUE, set NAME: VALUE or remove NAME";

    /// What may be done with a field.
    enum Verb {
        ADD,
        SET,
        REMOVE
    }

    static List<Change> parse(String property, String[] texts) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            changes.add(parse(property, i, texts[i]));
        }
        return List.copyOf(changes);
    }

    private static Change parse(String property, int item, String text) {
        int blank = text.indexOf(' ');
        Verb verb = switch (blank < 0 ? text : text.substring(0, blank)) {
            case "add" -> Verb.ADD;
            case "set" -> Verb.SET;
            case "remove" -> Verb.REMOVE;
            default -> throw new BadProperty(property, item, 0, "'" + text + "' begins with no verb", MEND);
        };
        int colon = verb == Verb.REMOVE ? text.length() : text.indexOf(':');
        if (blank < 0 || colon < blank) {
            throw new BadProperty(property, item, text.length(), "'" + text + "' is not whole", MEND);
        }
        String name = text.substring(blank + 1, colon);
        // Blanks alone: a line break must be seen.
        String value = verb == Verb.REMOVE ? "" : text.substring(colon + 1).replaceAll("^[ \t]+|[ \t]+$", "");
        String refusal = HttpMessage.refusal(name, value);
        if (refusal.isEmpty() && name.equalsIgnoreCase("host") && verb != Verb.SET) {
            refusal = "a message has one Host, which can only be set";
        }
        if (!refusal.isEmpty()) {
            throw new BadProperty(property, item, blank + 1, refusal, MEND);
        }
        return new Change(verb, name, value);
    }

    void make(HttpMessage message) {
        switch (verb) {
            case ADD -> message.add(name, value);
            case SET -> message.set(name, value);
            case REMOVE -> message.remove(name);
        }
    }
}
