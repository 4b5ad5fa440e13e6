// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.control.FunctionInfo.Property;
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
final class LinesField implements Field {
    private static final int LEAST_LINES = 3;
    private static final int MOST_LINES = 16;

    private final StyledText text;
    private final Setting setting;
    private final Theme theme;
    private Optional<Place> wrong = Optional.empty();

    /// The first complaint and where it stands.
    private record Place(int line, int offset, int length, String words, int column) {}

    LinesField(Composite parent, Look look, Setting setting, Runnable typed) {
        this.setting = setting;
        theme = look.theme();
        boolean one = setting.shape() == Setting.Shape.ONE;
        text = new StyledText(parent, SWT.BORDER | (one ? SWT.SINGLE : SWT.MULTI | SWT.H_SCROLL));
        text.setFont(Fonts.code(parent.getDisplay()));
        text.setBackground(Look.of(theme.section()));
        text.setForeground(Look.of(theme.code()));
        text.setMargins(6, 5, 6, 5);
        text.setAlwaysShowScrollBars(false);
        text.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        Completion completion = new Completion(text, look, this::proposals);
        // Tab leads on to the next field; it is no part of any rule.
        text.addListener(SWT.Traverse, event -> {
            boolean tab = event.detail == SWT.TRAVERSE_TAB_NEXT || event.detail == SWT.TRAVERSE_TAB_PREVIOUS;
            event.doit = tab && !completion.isOpen() || event.doit && !tab;
        });
        text.addListener(SWT.Modify, _ -> {
            paint();
            grow();
            typed.run();
        });
        grow();
    }

    private List<String> proposals(String line, int column) {
        String before = setting.shape() == Setting.Shape.OUTPUTS && line.indexOf(':') >= 0
                ? line.substring(Math.min(column, line.indexOf(':') + 1), column)
                : line.substring(0, column);
        return Proposals.of(setting.property(), before);
    }

    @Override
    public Control control() {
        return text;
    }

    @Override
    public Optional<Object> value() {
        String typed = text.getText();
        if (typed.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (setting.shape()) {
                    case ONE -> typed;
                    case LIST -> Values.list(setting.property().kind(), typed);
                    case OUTPUTS -> Values.outputs(typed);
                });
    }

    @Override
    public void show(Optional<Object> value) {
        if (!value.equals(value())) {
            text.setText(value.map(Values::lines).orElse(""));
        }
        paint();
    }

    @Override
    public Optional<String> complaint() {
        boolean several = setting.shape() != Setting.Shape.ONE;
        return wrong.map(place -> several
                ? Texts.say("check.at", place.line() + 1, place.column() + 1, place.words())
                : Texts.say("check.column", place.column() + 1, place.words()));
    }

    private void grow() {
        int lines =
                setting.shape() == Setting.Shape.ONE ? 1 : Math.clamp(text.getLineCount() + 1, LEAST_LINES, MOST_LINES);
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
        int colon = setting.shape() == Setting.Shape.OUTPUTS ? words.indexOf(':') + 1 : 0;
        if (colon > 0) {
            ranges.add(style(start, colon, theme.signals().accent(), true));
        }
        Property property = setting.property();
        String item = words.substring(colon);
        int verdict = colon + (property.words().isEmpty() ? 0 : FieldCheck.behindWords(property, item));
        if (verdict > colon) {
            ranges.add(style(start + colon, verdict - colon, theme.signals().accent(), true));
        }
        FieldCheck.of(property, item).ifPresent(complaint -> {
            int from = Math.min(colon + complaint.column(), Math.max(0, words.length() - 1));
            int length = Math.max(1, words.length() - from);
            if (words.length() > from && from >= verdict) {
                ranges.add(underlined(start + from, length));
            } else if (verdict == colon && !words.isEmpty()) {
                ranges.add(underlined(start + colon, words.length() - colon));
            }
            if (wrong.isEmpty()) {
                wrong = Optional.of(new Place(line, start + from, length, complaint.words(), from));
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
