// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import io.penstock.api.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Builds a [Tree] from the parser's events, so that nothing of the text ever names a class and depth is bounded
/// before anything recursive sees it.
final class TreeReader {
    private static final Pattern BAD_ESCAPE =
            Pattern.compile("\\\\(?:x(?!\\p{XDigit}{2})|u(?!\\p{XDigit}{4})|U(?!00(?:0\\p{XDigit}|10)\\p{XDigit}{4}))");

    private final Complaints complaints;
    private final Iterator<Event> events;
    private final List<Tree.Scalar> scalars = new ArrayList<>();
    private int depth;

    private TreeReader(Source source, Complaints complaints) {
        this.complaints = complaints;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source.file())
                .setCodePointLimit(Limits.TEXT + 1)
                // The parser fails where its buffer ends between the two halves of a character: one takes the whole
                // text.
                .setBufferSize(source.text().length() + 2)
                .build();
        this.events = new Parse(settings).parseString(source.text()).iterator();
    }

    /// What was read: the tree, and its scalars in the order of the text.
    record Result(Tree root, List<Tree.Scalar> scalars) {}

    /// @throws Refused when the text is no YAML, or uses more of YAML than a chain needs
    static Result read(Source source, Complaints complaints) throws Refused {
        TreeReader reader = new TreeReader(source, complaints);
        try {
            return new Result(reader.document(), reader.scalars);
        } catch (MarkedYamlEngineException bad) {
            int at = bad.getProblemMark().map(Mark::getIndex).orElse(0);
            complaints.error(at, "", "no YAML: " + reason(bad.getProblem()), advice(source, at, bad.getProblem()));
        } catch (YamlEngineException bad) {
            complaints.error(
                    0, "", "no YAML: " + reason(String.valueOf(bad.getMessage())), "a chain file is YAML text");
        } catch (NumberFormatException bad) {
            // The parser lets the digits of an escape through unread where the text ends behind it.
            complaints.error(
                    reader.badEscape(source),
                    "",
                    "no YAML: an escape without its hexadecimal digits",
                    "write \\\\ for a backslash, or put the text in single quotes");
        }
        throw complaints.refusal();
    }

    /// Where the first bad escape behind all that was read stands.
    private int badEscape(Source source) {
        int read = scalars.isEmpty() ? 0 : scalars.getLast().end();
        Matcher escape = BAD_ESCAPE.matcher(source.text());
        return escape.find(Math.min(read, source.text().length())) ? escape.start() : read;
    }

    private Tree document() throws Refused {
        events.next();
        Event first = events.next();
        if (first.getEventId() == Event.ID.StreamEnd) {
            throw stop(0, "no chain: there is nothing but comments", "begin with `format: 1`");
        }
        DocumentStartEvent start = (DocumentStartEvent) first;
        if (start.getSpecVersion().isPresent() || !start.getTags().isEmpty()) {
            complaints.error(start(first), "", "a `%` directive", "remove it");
        }
        Tree root = value(events.next());
        events.next();
        Event last = events.next();
        if (last.getEventId() != Event.ID.StreamEnd) {
            throw stop(start(last), "a second document", "keep one chain in a file; remove the `---`");
        }
        return root;
    }

    private Tree value(Event event) throws Refused {
        checkPlain(event);
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case CollectionStartEvent start -> collection(start);
            default -> remembered(new Tree.Scalar("", Tree.Style.PLAIN, start(event), end(event)));
        };
    }

    /// Anchors, aliases and tags: not needed in a chain, and the usual way to make a small file large or dangerous.
    private void checkPlain(Event event) {
        if (event instanceof AliasEvent) {
            complaints.error(start(event), "", "an alias (`*`)", "write the value out, or quote it if it is text");
            return;
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            complaints.error(start(event), "", "an anchor (`&`)", "remove it, or quote the value if it is text");
        }
        Optional<String> tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> Optional.empty();
        };
        tag.ifPresent(
                _ -> complaints.error(start(event), "", "a tag (`!`)", "remove it, or quote the value if it is text"));
    }

    private Tree.Scalar scalar(ScalarEvent event) {
        return remembered(new Tree.Scalar(event.getValue(), style(event.getScalarStyle()), start(event), end(event)));
    }

    private Tree.Scalar remembered(Tree.Scalar scalar) {
        scalars.add(scalar);
        return scalar;
    }

    private static Tree.Style style(ScalarStyle style) {
        return switch (style) {
            case DOUBLE_QUOTED -> Tree.Style.DOUBLE_QUOTED;
            case SINGLE_QUOTED -> Tree.Style.SINGLE_QUOTED;
            case LITERAL -> Tree.Style.LITERAL;
            case FOLDED -> Tree.Style.FOLDED;
            case PLAIN, JSON_SCALAR_STYLE -> Tree.Style.PLAIN;
        };
    }

    private Tree collection(CollectionStartEvent start) throws Refused {
        if (++depth > Limits.DEPTH) {
            throw stop(start(start), "nested deeper than " + Limits.DEPTH, "a chain needs four levels");
        }
        List<Tree.Slot> slots = new ArrayList<>();
        boolean mapping = start instanceof MappingStartEvent;
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd && event.getEventId() != Event.ID.SequenceEnd) {
            slots.add(mapping ? entry(event) : item(event));
            event = events.next();
        }
        depth--;
        int end = start.isFlow() || slots.isEmpty()
                ? end(event)
                : slots.getLast().value().end();
        if (!mapping) {
            return new Tree.Sequence(List.copyOf(slots), start.isFlow(), start(start), end);
        }
        checkKeys(slots);
        return new Tree.Mapping(List.copyOf(slots), start.isFlow(), start(start), end);
    }

    private Tree.Slot entry(Event event) throws Refused {
        Tree key = value(event);
        if (!(key instanceof Tree.Scalar name)) {
            throw stop(key.start(), "a key that is a list or a map", "quote it if it is text");
        }
        return new Tree.Slot(Optional.of(name), value(events.next()), key.start());
    }

    private Tree.Slot item(Event event) throws Refused {
        Tree value = value(event);
        return new Tree.Slot(Optional.empty(), value, value.start());
    }

    private void checkKeys(List<Tree.Slot> slots) {
        Set<String> seen = new HashSet<>();
        for (Tree.Slot slot : slots) {
            if (!seen.add(slot.name())) {
                complaints.error(
                        slot.start(), "", "the key `" + Quoting.shown(slot.name()) + "` stands twice", "keep one");
            }
        }
    }

    private Refused stop(int offset, String what, String mend) {
        complaints.error(offset, "", what, mend);
        return complaints.refusal();
    }

    private static int start(Event event) {
        return event.getStartMark().map(Mark::getIndex).orElse(0);
    }

    private static int end(Event event) {
        return event.getEndMark().map(Mark::getIndex).orElse(0);
    }

    /// The parser's words without what only its own users need.
    private static String reason(String problem) {
        String line = problem.lines().findFirst().orElse("unreadable");
        int dot = line.indexOf(". (");
        return Quoting.shown(dot < 0 ? line : line.substring(0, dot));
    }

    private static String advice(Source source, int at, String problem) {
        if (problem.contains("TAB") || source.at(at) == '\t') {
            return "indent with spaces, not tabs";
        }
        if (problem.contains("alias") || problem.contains("anchor")) {
            return "quote the value if it is text";
        }
        return "check indentation, quotes, brackets and colons up to here";
    }
}
