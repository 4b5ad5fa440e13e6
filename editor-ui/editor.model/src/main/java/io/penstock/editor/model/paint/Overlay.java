// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Guide;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.scene.Scene.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is painted over and at a picture for a moment: what the person does, and what is known of the chain right now.
///
/// @param attention what is selected, under the pointer, at the keyboard
/// @param gesture what is being dragged
/// @param known problems, live values, differences
/// @param trace the way of one packet, or of a plan's path
public record Overlay(Attention attention, Gesture gesture, Known known, Optional<Trace> trace) {
    /// Nothing at all.
    public static final Overlay NONE = new Overlay(Attention.NONE, Gesture.NONE, Known.NOTHING, Optional.empty());

    public Overlay with(Attention changed) {
        return new Overlay(changed, gesture, known, trace);
    }

    public Overlay with(Gesture changed) {
        return new Overlay(attention, changed, known, trace);
    }

    public Overlay with(Known changed) {
        return new Overlay(attention, gesture, changed, trace);
    }

    public Overlay with(Trace changed) {
        return new Overlay(attention, gesture, known, Optional.of(changed));
    }

    public Overlay withoutTrace() {
        return new Overlay(attention, gesture, known, Optional.empty());
    }

    /// What the person is at.
    ///
    /// @param selected names of selected ports and nodes
    /// @param selectedLinks selected wires
    /// @param hover the port or node under the pointer
    /// @param hoverLink the wire under the pointer
    /// @param focus what the keyboard is at; shown only where the keyboard is used
    /// @param focusLink the wire that the keyboard is at
    public record Attention(
            Set<String> selected,
            Set<Link> selectedLinks,
            Optional<String> hover,
            Optional<Link> hoverLink,
            Optional<String> focus,
            Optional<Link> focusLink) {
        public static final Attention NONE = new Attention(
                Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Attention {
            selected = Set.copyOf(selected);
            selectedLinks = Set.copyOf(selectedLinks);
        }

        public Attention selecting(Set<String> elements, Set<Link> links) {
            return new Attention(elements, links, hover, hoverLink, focus, focusLink);
        }

        public Attention hovering(Optional<String> element, Optional<Link> link) {
            return new Attention(selected, selectedLinks, element, link, focus, focusLink);
        }

        public Attention focusing(Optional<String> element, Optional<Link> link) {
            return new Attention(selected, selectedLinks, hover, hoverLink, element, link);
        }

        /// Whether an element is selected, under the pointer or at the keyboard.
        boolean isAt(String element) {
            return selected.contains(element)
                    || hover.equals(Optional.of(element))
                    || focus.equals(Optional.of(element));
        }
    }

    /// What is being dragged.
    ///
    /// @param wire the wire that is being drawn
    /// @param drop the wire that something dragged would go into
    /// @param band the rubber band
    /// @param guides lines that show what stands in line
    public record Gesture(Optional<DragWire> wire, Optional<Link> drop, Optional<Rect> band, List<Guide> guides) {
        public static final Gesture NONE = new Gesture(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        public Gesture {
            guides = List.copyOf(guides);
        }

        public static Gesture wire(DragWire wire) {
            return new Gesture(Optional.of(wire), Optional.empty(), Optional.empty(), List.of());
        }

        public static Gesture band(Rect band) {
            return new Gesture(Optional.empty(), Optional.empty(), Optional.of(band), List.of());
        }

        public static Gesture moving(List<Guide> guides, Optional<Link> drop) {
            return new Gesture(Optional.empty(), drop, Optional.empty(), guides);
        }
    }

    /// A wire being drawn.
    ///
    /// @param from where it begins
    /// @param to where the pointer is, or the connector that it has snapped to
    /// @param answer whether it may end there
    /// @param reason why not; empty where it may, or where there is nothing to end at
    public record DragWire(Point from, Point to, Answer answer, String reason) {}

    /// What is said to a wire being drawn.
    public enum Answer {
        OPEN,
        ACCEPTED,
        REFUSED
    }

    /// What is known of the chain.
    ///
    /// @param badges problems by the name of their element
    /// @param elements of ports and nodes
    /// @param links of wires
    /// @param stale whether live values are old because the connection is lost
    /// @param ghosts what runs but is no longer drawn
    public record Known(
            Map<String, Badge> badges,
            Map<String, Live> elements,
            Map<Link, Live> links,
            boolean stale,
            List<Ghost> ghosts) {
        public static final Known NOTHING = new Known(Map.of(), Map.of(), Map.of(), false, List.of());

        public Known {
            badges = Map.copyOf(badges);
            elements = Map.copyOf(elements);
            links = Map.copyOf(links);
            ghosts = List.copyOf(ghosts);
        }

        public Known with(Map<String, Badge> problems) {
            return new Known(problems, elements, links, stale, ghosts);
        }

        public Known live(Map<String, Live> byElement, Map<Link, Live> byLink, boolean old) {
            return new Known(badges, byElement, byLink, old, ghosts);
        }
    }

    /// How many problems an element has.
    public record Badge(int errors, int warnings) {}

    /// How an element or wire differs from what runs.
    public enum Difference {
        SAME,
        ADDED,
        CHANGED
    }

    /// What is known of a port, node or wire right now.
    ///
    /// @param rate in words, such as `1.2 M/s`; empty where nothing is known
    /// @param detail a second thing, such as `312 sessions`; may be empty
    /// @param drops the drops with the most frequent reason, such as `8.1 k/s denied`; may be empty
    /// @param share of the traffic of the busiest one, 0 to 1
    /// @param difference from what runs
    public record Live(String rate, String detail, String drops, double share, Difference difference) {
        /// Nothing but a difference.
        public static Live of(Difference difference) {
            return new Live("", "", "", 0, difference);
        }
    }

    /// Something that runs and is not drawn any more.
    ///
    /// @param name what it was called
    /// @param type its function or driver
    /// @param place where it stood
    public record Ghost(String name, String type, Rect place) {}

    /// A way through the chain.
    ///
    /// @param elements ports and nodes in order
    /// @param links the wires between them
    /// @param end where it ended, if a packet was dropped
    public record Trace(List<String> elements, List<Link> links, Optional<String> end) {
        public Trace {
            elements = List.copyOf(elements);
            links = List.copyOf(links);
        }
    }
}
