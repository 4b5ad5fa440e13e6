// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.view;

import io.penstock.editor.model.paint.Overlay;
import io.penstock.editor.model.paint.Overlay.Badge;
import io.penstock.editor.model.paint.Overlay.Difference;
import io.penstock.editor.model.paint.Overlay.Live;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Scene.Link;
import io.penstock.editor.model.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Names, roles and states in words, for those who do not see the canvas.
public final class Spoken {
    private Spoken() {}

    /// What a port or node is called: short, and the same while it changes.
    public static String name(Element element) {
        return element.id() + " " + element.type();
    }

    /// What it is.
    public static String role(Element element) {
        return Words.say(
                switch (element.kind()) {
                    case CLIENT_PORT -> "spoken.client-port";
                    case SERVER_PORT -> "spoken.server-port";
                    case PORT -> "spoken.port";
                    case FUNCTION -> "spoken.function";
                });
    }

    /// All about it: settings, problems, live values, difference, whether it is selected.
    public static String description(Element element, Overlay overlay) {
        List<String> parts = new ArrayList<>(List.of(element.spoken()));
        Optional.ofNullable(overlay.known().badges().get(element.id()))
                .map(Spoken::problems)
                .ifPresent(parts::add);
        Optional.ofNullable(overlay.known().elements().get(element.id()))
                .ifPresent(live -> live(live, overlay.known().stale(), parts));
        if (overlay.attention().selected().contains(element.id())) {
            parts.add(Words.say("spoken.selected"));
        }
        overlay.trace().ifPresent(trace -> {
            int step = trace.elements().indexOf(element.id());
            if (step >= 0) {
                parts.add(Words.say("spoken.step", step + 1));
            }
            if (trace.end().equals(Optional.of(element.id()))) {
                parts.add(Words.say("spoken.dropped"));
            }
        });
        return String.join("; ", parts);
    }

    /// What a wire is called.
    public static String name(Link link) {
        String from = link.connector().isEmpty() ? link.from() : link.from() + " " + link.connector();
        return Words.say("spoken.wire", from, link.to());
    }

    /// All about a wire.
    public static String description(Link link, Overlay overlay) {
        List<String> parts = new ArrayList<>(List.of(name(link)));
        Optional.ofNullable(overlay.known().links().get(link))
                .ifPresent(live -> live(live, overlay.known().stale(), parts));
        if (overlay.attention().selectedLinks().contains(link)) {
            parts.add(Words.say("spoken.selected"));
        }
        return String.join("; ", parts);
    }

    private static String problems(Badge badge) {
        List<String> parts = new ArrayList<>();
        if (badge.errors() > 0) {
            parts.add(Words.count("spoken.errors", badge.errors()));
        }
        if (badge.warnings() > 0) {
            parts.add(Words.count("spoken.warnings", badge.warnings()));
        }
        return String.join(", ", parts);
    }

    private static void live(Live live, boolean stale, List<String> parts) {
        for (String value : List.of(live.rate(), live.detail(), live.drops())) {
            if (!value.isEmpty()) {
                parts.add(stale ? Words.say("live.stale", value) : value);
            }
        }
        if (live.difference() != Difference.SAME) {
            parts.add(Words.say(live.difference() == Difference.ADDED ? "spoken.added" : "spoken.changed"));
        }
    }
}
