// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.editor.model.form.Completion;
import io.penstock.editor.model.form.Field;
import io.penstock.editor.model.paint.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

/// Rules, matches and lists: one item on each line, coloured, with what is wrong underlined and words completed.
final class LinesEntry implements Entry {
    private static final int LEAST_LINES = 3;
    private static final int MOST_LINES = 16;

    private final StyledText text;
    private final Field field;
    private Theme theme;
    private Optional<Place> wrong = Optional.empty();

    /// The first complaint and where it stands.
    private record Place(int line, int column, String words) {}

    LinesEntry(Composite parent, Look look, Field field, Runnable typed) {
        this.field = field;
        theme = look.theme();
        boolean one = !field.hasSeveral();
        text = new StyledText(parent, SWT.BORDER | (one ? SWT.SINGLE : SWT.MULTI | SWT.H_SCROLL));
        text.setFont(Fonts.code(parent.getDisplay()));
        text.setMargins(6, 5, 6, 5);
        text.setAlwaysShowScrollBars(false);
        text.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        Offer offer = new Offer(text, look, this::proposals);
        // Tab leads on to the next field; it is no part of any rule.
        text.addListener(SWT.Traverse, event -> {
            boolean tab = event.detail == SWT.TRAVERSE_TAB_NEXT || event.detail == SWT.TRAVERSE_TAB_PREVIOUS;
            event.doit = tab && !offer.isOpen() || event.doit && !tab;
        });
        text.addListener(SWT.Modify, _ -> {
            paint();
            grow();
            typed.run();
        });
        look.paint(text, this::colour);
        grow();
    }

    private void colour(Theme now) {
        theme = now;
        text.setBackground(Look.of(now.section()));
        text.setForeground(Look.of(now.code()));
        paint();
    }

    /// What may stand next. The name of an output is the person's own.
    private Completion proposals(String line, int column) {
        int from = valueStart(line);
        if (column < from) {
            return new Completion(column, List.of());
        }
        Completion completion = Completion.of(field.property(), line.substring(from), column - from);
        return new Completion(from + completion.from(), completion.words());
    }

    /// Where the value begins: behind the name of an output.
    private int valueStart(String line) {
        return field.kind() == Field.Kind.NAMED ? line.indexOf(':') + 1 : 0;
    }

    @Override
    public Control control() {
        return text;
    }

    @Override
    public Optional<Object> value() {
        return field.entered(text.getText());
    }

    @Override
    public void show(Field set) {
        if (!set.value().equals(value())) {
            text.setText(set.text());
        }
        paint();
    }

    @Override
    public Optional<String> complaint() {
        return wrong.map(place -> field.hasSeveral()
                ? Texts.say("form.at", place.line() + 1, place.column() + 1, place.words())
                : Texts.say("form.column", place.column() + 1, place.words()));
    }

    private void grow() {
        int lines = field.hasSeveral() ? Math.clamp(text.getLineCount() + 1, LEAST_LINES, MOST_LINES) : 1;
        GridData data = (GridData) text.getLayoutData();
        int height = lines * text.getLineHeight() + 10;
        if (data.heightHint != height) {
            data.heightHint = height;
            text.getParent().layout();
        }
    }

    private void paint() {
        List<StyleRange> ranges = new ArrayList<>();
        wrong = Optional.empty();
        for (int line = 0; line < text.getLineCount(); line++) {
            paint(line, ranges);
        }
        text.setStyleRanges(ranges.toArray(StyleRange[]::new));
    }

    private void paint(int line, List<StyleRange> ranges) {
        String words = text.getLine(line);
        int start = text.getOffsetAtLine(line);
        int value = valueStart(words);
        String item = words.substring(value);
        int lead = value + field.matchStart(item);
        if (lead > 0) {
            ranges.add(style(start, lead, theme.signals().accent(), true));
        }
        if (item.isBlank()) {
            return;
        }
        field.fault(item).ifPresent(fault -> {
            int column = Math.clamp(value + fault.column(), 0, words.length() - 1);
            int from = Math.max(column, lead);
            if (from < words.length()) {
                ranges.add(underlined(start + from, words.length() - from));
            }
            if (wrong.isEmpty()) {
                wrong = Optional.of(new Place(line, column, fault.text()));
            }
        });
    }

    private static StyleRange style(int start, int length, io.penstock.editor.model.paint.Colour ink, boolean strong) {
        return new StyleRange(start, length, Look.of(ink), null, strong ? SWT.BOLD : SWT.NORMAL);
    }

    private StyleRange underlined(int start, int length) {
        StyleRange range = new StyleRange(start, length, Look.of(theme.signals().bad()), null);
        range.underline = true;
        range.underlineStyle = SWT.UNDERLINE_ERROR;
        range.underlineColor = Look.of(theme.signals().bad());
        return range;
    }
}
