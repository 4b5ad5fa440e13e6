// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.paint;

import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Rect;
import io.penstock.editor.model.scene.Element;
import io.penstock.editor.model.scene.Element.Kind;
import io.penstock.editor.model.scene.Element.Line;
import io.penstock.editor.model.scene.Element.Mark;
import io.penstock.editor.model.text.Face;
import java.util.ArrayList;
import java.util.List;

/// An element with a size: how wide and high it is, and where on it everything goes. All lengths are whole numbers.
///
/// @param element what it shows
/// @param lines the settings that have room
/// @param more how many further settings there are
/// @param area where it stands
public record Card(Element element, List<Line> lines, int more, Rect area) {
    static final double PAD = 12;
    static final double ICON = 32;
    static final double HEADER = 56;
    static final double NAME_SIZE = 14;
    static final double TYPE_SIZE = 12;
    static final double CODE_SIZE = 11;
    static final double MARK_SIZE = 11;
    static final double MARK_HEIGHT = 20;
    private static final double MARK_GAP = 6;
    static final double LINE = 18;
    static final double BRANCH = 28;
    static final double SECTION_PAD = 8;
    static final double PORT_PAD = 14;
    private static final int MOST_LINES = 6;

    public Card {
        lines = List.copyOf(lines);
    }

    /// Measures an element; its top left is at 0, 0.
    public static Card of(Element element) {
        List<Line> lines = element.lines();
        int shown = lines.size() > MOST_LINES ? MOST_LINES - 1 : lines.size();
        Card loose = new Card(element, lines.subList(0, shown), lines.size() - shown, new Rect(0, 0, 0, 0));
        Card wide = loose.sized(loose.measuredWidth(), 0);
        return wide.sized(wide.area.width(), wide.measuredHeight());
    }

    /// This card at another place.
    public Card at(Point place) {
        return new Card(element, lines, more, new Rect(place.x(), place.y(), area.width(), area.height()));
    }

    private Card sized(double width, double height) {
        return new Card(element, lines, more, new Rect(area.x(), area.y(), width, height));
    }

    /// How far below the top the input is.
    public double input() {
        return port() ? area.height() / 2 : HEADER / 2;
    }

    /// How far below the top an output is.
    public double output(int index) {
        return element.branches() ? branchTop() + BRANCH * index + BRANCH / 2 : input();
    }

    /// Where wires to it end.
    public Point inputAt() {
        return new Point(area.x(), area.y() + input());
    }

    /// Where wires from an output start.
    public Point outputAt(int index) {
        return new Point(area.right(), area.y() + output(index));
    }

    boolean port() {
        return element.kind() != Kind.FUNCTION;
    }

    double radius() {
        return port() ? Math.min(28, area.height() / 2) : 12;
    }

    /// How far from the left the names start.
    double textLeft() {
        return (port() ? PORT_PAD : PAD) + ICON + 10;
    }

    /// A mark and where it stands on the card.
    record PlacedMark(Mark mark, Rect area) {}

    /// The marks in rows, as many as fit beside each other.
    List<PlacedMark> marks() {
        List<PlacedMark> placed = new ArrayList<>();
        double right = area.width() - PAD;
        double x = PAD;
        double y = HEADER - 4;
        for (Mark mark : element.marks()) {
            double width = markWidth(mark);
            if (x > PAD && x + width > right) {
                x = PAD;
                y += MARK_HEIGHT + MARK_GAP;
            }
            placed.add(new PlacedMark(mark, new Rect(x, y, width, MARK_HEIGHT)));
            x += width + MARK_GAP;
        }
        return placed;
    }

    double sectionTop() {
        List<PlacedMark> marks = marks();
        return marks.isEmpty() ? HEADER : marks.getLast().area().bottom() + PAD;
    }

    double branchTop() {
        return sectionTop() + linesHeight();
    }

    private static double markWidth(Mark mark) {
        return Math.ceil(Face.STRONG.width(mark.word(), MARK_SIZE)) + 30;
    }

    String moreText() {
        return "+ " + more + " more";
    }

    private double linesHeight() {
        int count = lines.size() + (more > 0 ? 1 : 0);
        return count == 0 ? 0 : count * LINE + 2 * SECTION_PAD;
    }

    private double measuredHeight() {
        if (port()) {
            return lines.isEmpty() ? HEADER : 2 * Math.ceil((HEADER + LINE * lineCount() + 4) / 2);
        }
        double branches = element.branches() ? BRANCH * element.outputs().size() : 0;
        return branchTop() + branches;
    }

    private int lineCount() {
        return lines.size() + (more > 0 ? 1 : 0);
    }

    private double measuredWidth() {
        double right = port() ? PORT_PAD + 8 : PAD;
        List<Double> wanted = new ArrayList<>();
        wanted.add(textLeft() + Face.STRONG.width(element.id(), NAME_SIZE) + right);
        wanted.add(textLeft() + Face.TEXT.width(element.type(), TYPE_SIZE) + right);
        double lineLeft = port() ? textLeft() : PAD;
        lines.forEach(line -> wanted.add(lineLeft + Face.CODE.width(line.text(), CODE_SIZE) + right));
        wanted.add(PAD
                + element.marks().stream()
                        .mapToDouble(mark -> markWidth(mark) + 6)
                        .sum()
                + PAD);
        if (element.branches()) {
            element.outputs()
                    .forEach(output -> wanted.add(PAD
                            + Face.CODE.width(output.value(), CODE_SIZE)
                            + 16
                            + Face.STRONG.width(output.connector(), TYPE_SIZE)
                            + 18));
        }
        double widest = wanted.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double least = port() ? 144 : 176;
        double most = port() ? 296 : 264;
        return Math.max(least, Math.min(most, 8 * Math.ceil(widest / 8)));
    }
}
