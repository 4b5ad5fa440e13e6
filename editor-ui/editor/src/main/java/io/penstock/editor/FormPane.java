// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Problem;
import io.penstock.chain.Chain;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.form.Field;
import io.penstock.editor.model.form.Form;
import io.penstock.editor.model.paint.Colour;
import io.penstock.editor.model.paint.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

/// The form of what is selected: its name, all that can be set by its Metatype, and what the platform does with it.
/// Each change is carried out as it is typed, and what is typed in one field is one step for undo.
final class FormPane {
    private static final int MARGIN = 16;

    private final ScrolledComposite scroll;
    private final Composite page;
    private final Desk desk;
    private final Look look;
    private final CanvasPane canvas;
    private final List<Row> rows = new ArrayList<>();
    private Shown shown = new Shown("", List.of(), Set.of());
    private Basis filledOf = new Basis(null, List.of());
    private Optional<String> refusedName = Optional.empty();
    private boolean filling;

    /// What the fields were filled with.
    private record Basis(@Nullable Chain chain, List<Problem> problems) {}

    /// What the form is built for; it is built anew where this changes.
    private record Shown(String id, List<Field> fields, Set<String> selected) {}

    /// One field on the page.
    private record Row(Field field, Entry entry, Label complaint) {}

    FormPane(Composite parent, Desk desk, Look look, CanvasPane canvas) {
        this.desk = desk;
        this.look = look;
        this.canvas = canvas;
        scroll = new ScrolledComposite(parent, SWT.V_SCROLL);
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        look.panel(scroll);
        page = new Composite(scroll, SWT.NONE);
        look.panel(page);
        GridLayout layout = new GridLayout();
        layout.marginWidth = MARGIN;
        layout.marginHeight = MARGIN;
        layout.verticalSpacing = 4;
        page.setLayout(layout);
        scroll.setContent(page);
        scroll.addListener(SWT.Resize, _ -> fit());
        desk.listen(this::refresh);
        build(wanted());
    }

    /// Shows the form of an element with the keyboard at its first setting.
    void edit(String id) {
        show(id);
        focus();
    }

    /// Puts the keyboard into the form.
    void focus() {
        rows.stream()
                .skip(1)
                .findFirst()
                .or(() -> rows.stream().findFirst())
                .ifPresent(row -> row.entry().focus());
    }

    /// Shows the form of an element with its name ready to be typed over.
    void rename(String id) {
        show(id);
        rows.stream().findFirst().ifPresent(row -> row.entry().focus());
    }

    private void show(String id) {
        desk.editing().select(Selection.of(id));
        refresh();
    }

    private Shown wanted() {
        Set<String> selected = desk.editing().selection().elements();
        String id = selected.size() == 1 ? selected.iterator().next() : "";
        List<Field> blanks = form(id).map(form -> Stream.concat(Stream.of(form.name()), form.fields().stream()))
                .orElse(Stream.of())
                .map(Field::blank)
                .toList();
        return new Shown(id, blanks, selected.size() > 1 ? selected : Set.of());
    }

    private Optional<Form> form(String id) {
        return Form.of(desk.editing().drawing().chain(), id, desk.palette());
    }

    private void refresh() {
        if (page.isDisposed() || filling) {
            return;
        }
        Shown wanted = wanted();
        if (wanted.equals(shown)) {
            // Much is told that no form shows, such as what flows.
            if (!basis().equals(filledOf)) {
                fill();
            }
        } else {
            build(wanted);
        }
    }

    private void build(Shown wanted) {
        shown = wanted;
        rows.clear();
        page.setRedraw(false);
        for (Control child : page.getChildren()) {
            child.dispose();
        }
        form(wanted.id())
                .ifPresentOrElse(
                        form -> element(form, wanted.fields()),
                        () -> nothing(wanted.selected().size()));
        fill();
        page.layout(true, true);
        fit();
        scroll.setOrigin(0, 0);
        page.setRedraw(true);
    }

    private void nothing(int selected) {
        heading(
                selected > 1
                        ? Texts.say("form.several", selected)
                        : desk.editing().drawing().chain().name());
        note(
                selected > 1
                        ? Texts.say("form.several.hint")
                        : desk.picture().scene().summary());
        if (selected == 0) {
            gap();
            note(Texts.say("form.hint"));
        }
    }

    private void element(Form form, List<Field> fields) {
        heading(form.title());
        if (!form.description().isEmpty()) {
            note(form.description());
        }
        boolean platform = false;
        for (Field field : fields) {
            if (field.origin() == Field.Origin.PLATFORM
                    && !platform
                    && form.field("driver").isEmpty()) {
                platform = true;
                gap();
                heading(Texts.say("form.platform"));
            }
            row(field);
        }
    }

    private void row(Field field) {
        gap();
        Label label = label(
                Entry.title(field) + (field.isRequired() && field.origin() != Field.Origin.NAME ? " *" : ""),
                Theme::name);
        label.setFont(Fonts.strong(page.getDisplay()));
        Entry entry = Entry.of(page, look, field, () -> typed(field));
        label.getAccessible()
                .addRelation(ACC.RELATION_LABEL_FOR, entry.control().getAccessible());
        entry.control().getAccessible().addRelation(ACC.RELATION_LABELLED_BY, label.getAccessible());
        entry.control().addListener(SWT.FocusOut, _ -> desk.editing().endGesture());
        entry.control().addListener(SWT.FocusIn, _ -> reveal(entry.control()));
        entry.control().addListener(SWT.KeyDown, event -> {
            boolean taken = entry.control().getData(Offer.ESCAPED) != null;
            entry.control().setData(Offer.ESCAPED, null);
            if (event.keyCode == SWT.ESC && !taken) {
                canvas.control().setFocus();
            }
        });
        if (!field.property().description().isEmpty()) {
            note(field.property().description());
        }
        Label complaint = label("", theme -> theme.signals().bad());
        rows.add(new Row(field, entry, complaint));
    }

    private void heading(String words) {
        label(words, Theme::name).setFont(Fonts.large(page.getDisplay()));
    }

    private void note(String words) {
        label(words, Theme::quiet).setFont(Fonts.small(page.getDisplay()));
    }

    private void gap() {
        GridData data = new GridData(SWT.FILL, SWT.TOP, true, false);
        data.heightHint = 4;
        Composite gap = new Composite(page, SWT.NONE);
        look.panel(gap);
        gap.setLayoutData(data);
    }

    private Label label(String words, Function<Theme, Colour> ink) {
        Label label = new Label(page, SWT.WRAP);
        look.paint(label, theme -> {
            label.setBackground(Look.of(theme.card()));
            label.setForeground(Look.of(ink.apply(theme)));
        });
        label.setText(words.replace("&", "&&"));
        GridData data = new GridData(SWT.FILL, SWT.TOP, true, false);
        data.widthHint = 120;
        label.setLayoutData(data);
        return label;
    }

    private Basis basis() {
        return new Basis(desk.editing().drawing().chain(), desk.problems());
    }

    /// Brings what is in the drawing into the fields, and what is wrong beside them.
    private void fill() {
        filling = true;
        filledOf = basis();
        try {
            refusedName = Optional.empty();
            form(shown.id()).ifPresent(form -> rows.forEach(row -> row.entry().show(current(form, row.field()))));
            complain();
        } finally {
            filling = false;
        }
    }

    /// The field as the chain has it now.
    private static Field current(Form form, Field field) {
        return field.origin() == Field.Origin.NAME
                ? form.name()
                : form.field(field.key()).orElse(field);
    }

    private void complain() {
        boolean changed = false;
        for (Row row : rows) {
            String words = complaint(row).orElse("");
            String text = words.isEmpty() ? "" : "✖ " + words;
            if (!text.equals(row.complaint().getText())) {
                row.complaint().setText(text.replace("&", "&&"));
                ((GridData) row.complaint().getLayoutData()).exclude = text.isEmpty();
                row.complaint().setVisible(!text.isEmpty());
                changed = true;
            } else if (text.isEmpty() && row.complaint().isVisible()) {
                ((GridData) row.complaint().getLayoutData()).exclude = true;
                row.complaint().setVisible(false);
                changed = true;
            }
        }
        if (changed) {
            page.layout(true, true);
            fit();
        }
    }

    private Optional<String> complaint(Row row) {
        return row.field().origin() == Field.Origin.NAME
                ? refusedName
                : row.entry().complaint().or(() -> told(row.field()));
    }

    /// What the dataplane says about a field: a problem of the node that names it.
    private Optional<String> told(Field field) {
        return desk.problems().stream()
                .filter(problem -> problem.node().equals(shown.id()))
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .filter(problem ->
                        problem.what().matches(".*\\b" + java.util.regex.Pattern.quote(field.key()) + "\\b.*"))
                .map(problem -> problem.what() + (problem.mend().isEmpty() ? "" : "; " + problem.mend()))
                .findFirst();
    }

    private void typed(Field field) {
        if (filling) {
            return;
        }
        rows.stream().filter(row -> row.field().equals(field)).findFirst().ifPresent(row -> {
            filling = true;
            try {
                change(row);
            } finally {
                filling = false;
            }
            complain();
        });
    }

    private void change(Row row) {
        String id = shown.id();
        Field field = row.field();
        if (field.origin() == Field.Origin.NAME) {
            named(id, row.entry().value().map(String::valueOf).orElse(""));
            return;
        }
        form(id).ifPresent(form -> desk.perform(
                form.enter(current(form, field), row.entry().value()).in("form " + id + " " + field.key())));
    }

    /// A name is carried out when it can be one; until then the old one stays.
    private void named(String id, String name) {
        refusedName = name.equals(id)
                ? Optional.empty()
                : desk.attempt(Edits.rename(id, name).in("name of " + page.hashCode()));
        if (refusedName.isEmpty()) {
            shown = new Shown(name, shown.fields(), shown.selected());
            desk.editing().select(Selection.of(name));
        }
    }

    private void reveal(Control control) {
        var at = page.getDisplay().map(control, page, 0, 0);
        int top = scroll.getOrigin().y;
        int height = scroll.getClientArea().height;
        if (at.y < top || at.y + control.getSize().y > top + height) {
            scroll.setOrigin(0, Math.max(0, at.y - 48));
        }
    }

    private void fit() {
        int width = Math.max(160, scroll.getClientArea().width);
        scroll.setMinSize(page.computeSize(width, SWT.DEFAULT));
    }
}
