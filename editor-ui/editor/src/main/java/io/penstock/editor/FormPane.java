// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.Problem;
import io.penstock.chain.Chain;
import io.penstock.editor.model.edit.Edit;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.paint.Card;
import io.penstock.editor.model.scene.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private boolean filling;

    /// What the fields were filled with.
    private record Basis(@Nullable Chain chain, List<Problem> problems) {}

    /// What the form is built for; it is built anew where this changes.
    private record Shown(String id, List<Setting> settings, Set<String> selected) {}

    /// One setting on the page.
    private record Row(Setting setting, Field field, Label complaint) {}

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
                .ifPresent(row -> row.field().focus());
    }

    /// Shows the form of an element with its name ready to be typed over.
    void rename(String id) {
        show(id);
        rows.stream().findFirst().ifPresent(row -> row.field().focus());
    }

    private void show(String id) {
        desk.editing().select(Selection.of(id));
        refresh();
    }

    private Shown wanted() {
        Set<String> selected = desk.editing().selection().elements();
        String id = selected.size() == 1 ? selected.iterator().next() : "";
        List<Setting> settings =
                id.isEmpty() ? List.of() : Settings.of(desk.editing().drawing().chain(), desk.palette(), id);
        return new Shown(id, settings, selected.size() > 1 ? selected : Set.of());
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
        if (wanted.id().isEmpty()) {
            nothing(wanted.selected().size());
        } else {
            element(wanted);
        }
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

    private void element(Shown wanted) {
        Optional<Element> element = desk.picture().card(wanted.id()).map(Card::element);
        heading(element.map(Element::type).orElse(""));
        Settings.description(desk.editing().drawing().chain(), desk.palette(), wanted.id())
                .ifPresent(this::note);
        boolean platform = false;
        for (Setting setting : wanted.settings()) {
            if (setting.isOfPlatform() && !platform) {
                platform = true;
                gap();
                heading(Texts.say("form.platform"));
            }
            row(setting);
        }
    }

    private void row(Setting setting) {
        gap();
        Label label = label(
                setting.name() + (setting.isRequired() ? " *" : ""),
                look.theme().name());
        label.setFont(Fonts.strong(page.getDisplay()));
        Field field = Field.of(page, look, setting, () -> typed(setting));
        label.getAccessible()
                .addRelation(ACC.RELATION_LABEL_FOR, field.control().getAccessible());
        field.control().getAccessible().addRelation(ACC.RELATION_LABELLED_BY, label.getAccessible());
        field.control().addListener(SWT.FocusOut, _ -> desk.editing().endGesture());
        field.control().addListener(SWT.FocusIn, _ -> reveal(field.control()));
        field.control().addListener(SWT.KeyDown, event -> {
            boolean taken = field.control().getData(Completion.ESCAPED) != null;
            field.control().setData(Completion.ESCAPED, null);
            if (event.keyCode == SWT.ESC && !taken) {
                canvas.control().setFocus();
            }
        });
        if (!setting.description().isEmpty()) {
            note(setting.description());
        }
        Label complaint = label("", look.theme().signals().bad());
        rows.add(new Row(setting, field, complaint));
    }

    private void heading(String words) {
        label(words, look.theme().name()).setFont(Fonts.large(page.getDisplay()));
    }

    private void note(String words) {
        label(words, look.theme().quiet()).setFont(Fonts.small(page.getDisplay()));
    }

    private void gap() {
        GridData data = new GridData(SWT.FILL, SWT.TOP, true, false);
        data.heightHint = 4;
        Composite gap = new Composite(page, SWT.NONE);
        look.panel(gap);
        gap.setLayoutData(data);
    }

    private Label label(String words, io.penstock.editor.model.paint.Colour ink) {
        Label label = new Label(page, SWT.WRAP);
        look.panel(label);
        label.setForeground(Look.of(ink));
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
            Map<String, Object> values = shown.id().isEmpty()
                    ? new HashMap<>()
                    : Settings.values(desk.editing().drawing().chain(), shown.id());
            for (Row row : rows) {
                row.field().show(Optional.ofNullable(values.get(row.setting().key())));
            }
            complain();
        } finally {
            filling = false;
        }
    }

    private void complain() {
        boolean changed = false;
        for (Row row : rows) {
            String words = row.field().complaint().or(() -> told(row.setting())).orElse("");
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

    /// What the dataplane says about a setting: a problem of the node that names it.
    private Optional<String> told(Setting setting) {
        return desk.problems().stream()
                .filter(problem -> !setting.isName() && problem.node().equals(shown.id()))
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .filter(problem ->
                        problem.what().matches(".*\\b" + java.util.regex.Pattern.quote(setting.key()) + "\\b.*"))
                .map(problem -> problem.what() + (problem.mend().isEmpty() ? "" : "; " + problem.mend()))
                .findFirst();
    }

    private void typed(Setting setting) {
        if (filling) {
            return;
        }
        rows.stream().filter(row -> row.setting().equals(setting)).findFirst().ifPresent(row -> {
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
        Setting setting = row.setting();
        if (setting.isName()) {
            rename(id, row.field().value().map(String::valueOf).orElse(""));
            return;
        }
        Map<String, Object> values = Settings.values(desk.editing().drawing().chain(), id);
        Edit edit = Settings.edit(
                id,
                setting,
                Optional.ofNullable(values.get(setting.key())),
                row.field().value());
        desk.perform(edit.in("form " + id + " " + setting.key()));
    }

    /// A name is carried out when it can be one; until then the old one stays.
    private void rename(String id, String name) {
        boolean fits = Setting.NAME.matcher(name).matches()
                && !desk.editing().drawing().draft().has(name);
        if (fits && desk.perform(Edits.rename(id, name).in("name of " + page.hashCode()))) {
            shown = new Shown(name, shown.settings(), shown.selected());
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
