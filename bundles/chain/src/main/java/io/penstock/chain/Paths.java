// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The wires of a drawing as its author wrote them: one path a line, with its comments.
record Paths(List<Path> lines) {
    Paths {
        lines = List.copyOf(lines);
    }

    /// One line.
    ///
    /// @param ends what stands between the arrows
    record Path(Tree.Slot slot, List<String> ends) {
        static Path of(Tree.Slot slot) {
            String text = slot.value() instanceof Tree.Scalar scalar ? scalar.value() : "";
            return of(
                    slot,
                    WirePath.elements(text).stream().map(WirePath.Element::text).toList());
        }

        static Path of(List<String> ends) {
            return of(new Tree.Slot(Optional.empty(), scalar(ends), 0), ends);
        }

        private static Path of(Tree.Slot slot, List<String> ends) {
            return new Path(slot.with(scalar(ends)), List.copyOf(ends));
        }

        private static Tree.Scalar scalar(List<String> ends) {
            return new Tree.Scalar(String.join(" -> ", ends), Tree.Style.DOUBLE_QUOTED, 0, 0);
        }

        Path with(List<String> other) {
            return of(slot, other);
        }

        /// Where the wire is in this line, as the index of its left end; -1 where it is not.
        int find(Wire wire) {
            for (int i = 0; i + 1 < ends.size(); i++) {
                if (ends.get(i).equals(wire.from().text())
                        && name(ends.get(i + 1)).equals(wire.to().element())) {
                    return i;
                }
            }
            return -1;
        }

        /// What is left where the wires behind some ends are cut.
        List<Path> cut(Set<Integer> behind) {
            List<Path> parts = new ArrayList<>();
            int from = 0;
            for (int i = 0; i < ends.size(); i++) {
                if (i == ends.size() - 1 || behind.contains(i)) {
                    if (i > from) {
                        List<String> part = new ArrayList<>(ends.subList(from, i));
                        part.add(name(ends.get(i)));
                        parts.add(parts.isEmpty() ? with(part) : of(part));
                    }
                    from = i + 1;
                }
            }
            return parts;
        }
    }

    static String name(String end) {
        int dot = end.indexOf('.');
        return dot < 0 ? end : end.substring(0, dot);
    }

    /// The wires whose ends are both known, each once.
    List<Wire> wires(Set<String> names) {
        Set<Wire> wires = new LinkedHashSet<>();
        for (Path path : lines) {
            for (int i = 0; i + 1 < path.ends().size(); i++) {
                String from = path.ends().get(i);
                String to = name(path.ends().get(i + 1));
                if (names.contains(name(from)) && names.contains(to)) {
                    String connector = from.equals(name(from)) ? "" : from.substring(from.indexOf('.') + 1);
                    wires.add(new Wire(new End(name(from), connector), End.of(to)));
                }
            }
        }
        return List.copyOf(wires);
    }

    /// Goes on where a line ends at the wire's start or begins at its end, if only one does; else begins a line.
    Paths connect(Wire wire) {
        String from = wire.from().text();
        String to = wire.to().text();
        Optional<Path> before = only(path -> path.ends().getLast().equals(from));
        Optional<Path> after = only(path -> path.ends().getFirst().equals(to));
        if (before.isPresent() && after.isPresent() && !before.equals(after)) {
            Path joined =
                    before.get().with(joined(before.get().ends(), after.get().ends()));
            joined.slot().before().addAll(comments(after.get().slot()));
            return replace(before.get(), List.of(joined)).replace(after.get(), List.of());
        }
        if (before.isPresent()) {
            return replace(
                    before.get(), List.of(before.get().with(joined(before.get().ends(), List.of(to)))));
        }
        if (after.isPresent()) {
            return replace(
                    after.get(),
                    List.of(after.get().with(joined(List.of(from), after.get().ends()))));
        }
        return new Paths(joined(lines, List.of(Path.of(List.of(from, to)))));
    }

    private static List<String> comments(Tree.Slot slot) {
        return Stream.concat(slot.before().stream(), Stream.of(slot.trailing()))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    Paths disconnect(Set<Wire> wires) {
        return each(path -> {
            Set<Integer> behind = new LinkedHashSet<>();
            wires.stream().map(path::find).filter(at -> at >= 0).forEach(behind::add);
            return behind.isEmpty() ? List.of(path) : path.cut(behind);
        });
    }

    /// Puts something into a wire, in its line.
    ///
    /// @param end what the part behind it begins at, such as `cls.web`
    Paths insert(Wire wire, String end) {
        return each(path -> {
            int at = path.find(wire);
            if (at < 0) {
                return List.of(path);
            }
            List<String> ends = new ArrayList<>(path.ends());
            ends.add(at + 1, end);
            return List.of(path.with(ends));
        });
    }

    /// Cuts all wires from and to some elements.
    Paths without(Set<String> names) {
        return each(path -> {
            Set<Integer> behind = new LinkedHashSet<>();
            for (int i = 0; i < path.ends().size(); i++) {
                if (names.contains(name(path.ends().get(i)))) {
                    behind.add(i - 1);
                    behind.add(i);
                }
            }
            return behind.isEmpty() ? List.of(path) : path.cut(behind);
        });
    }

    Paths renamed(Function<String, String> change) {
        return each(path -> {
            List<String> ends = path.ends().stream().map(change).toList();
            return List.of(ends.equals(path.ends()) ? path : path.with(ends));
        });
    }

    private Paths each(Function<Path, List<Path>> change) {
        return new Paths(
                lines.stream().flatMap(path -> change.apply(path).stream()).toList());
    }

    private Paths replace(Path old, List<Path> now) {
        return each(path -> path.equals(old) ? now : List.of(path));
    }

    private Optional<Path> only(Function<Path, Boolean> test) {
        List<Path> found = lines.stream().filter(test::apply).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
