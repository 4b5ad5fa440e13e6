// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.chain.End;
import io.penstock.editor.model.edit.Selection;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.geometry.Viewport;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;

/// The window: palette, canvas, form, what is known below, and the menu that names every command with its key.
final class Workbench {
    private final Display display;
    private final Desk desk;
    private final Look look;
    private final Shell shell;
    private final CanvasPane canvas;
    private final PalettePane palette;
    private final FormPane form;
    private final FindBar find;
    private final BottomPane bottom;
    private final Running running;
    private final Label status;
    private final Label notice;
    private final Adding adding;

    Workbench(Display display, Desk desk) {
        this.display = display;
        this.desk = desk;
        look = Look.of(display);
        shell = new Shell(display);
        shell.setLayout(tight());
        look.panel(shell);
        running = new Running(desk);
        Composite bar = strip(shell, 44);
        line(shell);
        SashForm across = new SashForm(shell, SWT.HORIZONTAL | SWT.SMOOTH);
        across.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        look.divider(across);
        across.setSashWidth(3);
        Composite left = filled(across);
        SashForm middle = new SashForm(across, SWT.VERTICAL | SWT.SMOOTH);
        look.divider(middle);
        middle.setSashWidth(3);
        Composite right = filled(across);
        Composite above = column(middle);
        canvas = new CanvasPane(above, desk, look);
        canvas.control().setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        find = new FindBar(above, desk, look, this::jump, canvas.control());
        bottom = new BottomPane(middle, desk, look, running, this::jump, canvas);
        adding = new Adding(desk, canvas);
        palette = new PalettePane(left, desk, look, adding.uses());
        form = new FormPane(right, desk, look, canvas);
        middle.setWeights(76, 24);
        across.setWeights(20, 56, 24);
        line(shell);
        Composite foot = strip(shell, 26);
        ((GridLayout) foot.getLayout()).numColumns = 2;
        status = new Label(foot, SWT.NONE);
        look.quiet(status);
        status.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, true));
        notice = new Label(foot, SWT.RIGHT);
        look.paint(notice, theme -> {
            notice.setBackground(Look.of(theme.card()));
            notice.setForeground(Look.of(theme.signals().warning()));
        });
        notice.setLayoutData(new GridData(SWT.END, SWT.CENTER, false, true));
        new Menus(shell, this);
        new Toolbar(bar, this);
        wire();
    }

    private void wire() {
        desk.hook(new Desk.Hooks() {
            @Override
            public void openForm(String id) {
                form.edit(id);
            }

            @Override
            public void offer(End from, Point at) {
                adding.offer(from, at);
            }

            @Override
            public void offer(Point at) {
                adding.offer(at);
            }
        });
        desk.hear(this::tell);
        desk.listen(this::title);
        desk.listen(this::warn);
        shell.addListener(SWT.Activate, _ -> {
            desk.lookOutside();
            warn();
        });
        title();
        warn();
        shell.addListener(SWT.Close, this::closing);
        new CaptureDrop(shell, desk, running);
    }

    private Composite filled(Composite parent) {
        Composite pane = new Composite(parent, SWT.NONE);
        pane.setLayout(new FillLayout());
        look.panel(pane);
        return pane;
    }

    private static GridLayout tight() {
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        return layout;
    }

    private Composite column(Composite parent) {
        Composite column = new Composite(parent, SWT.NONE);
        column.setLayout(tight());
        look.panel(column);
        return column;
    }

    private Composite strip(Composite parent, int height) {
        Composite strip = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(1, false);
        layout.marginHeight = 0;
        layout.marginWidth = 12;
        strip.setLayout(layout);
        look.panel(strip);
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.heightHint = height;
        strip.setLayoutData(data);
        return strip;
    }

    private void line(Composite parent) {
        Composite line = new Composite(parent, SWT.NONE);
        look.divider(line);
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.heightHint = 1;
        line.setLayoutData(data);
    }

    Desk desk() {
        return desk;
    }

    Look look() {
        return look;
    }

    Shell shell() {
        return shell;
    }

    CanvasPane canvas() {
        return canvas;
    }

    PalettePane palette() {
        return palette;
    }

    FormPane form() {
        return form;
    }

    FindBar find() {
        return find;
    }

    BottomPane bottom() {
        return bottom;
    }

    Running running() {
        return running;
    }

    private void tell(String words) {
        status.setText(words.replace("&", "&&"));
        status.setToolTipText(words);
    }

    private void title() {
        String name = desk.editing().drawing().chain().name();
        String mark = desk.editing().dirty() ? "\u2022 " : "";
        String file = desk.file().map(path -> " \u2014 " + path.getFileName()).orElse("");
        String title = mark + name + file + " \u2014 Penstock";
        if (!title.equals(shell.getText())) {
            shell.setText(title);
            shell.setModified(desk.editing().dirty());
        }
    }

    /// What endangers the work is said for as long as it does.
    private void warn() {
        String words = desk.endangered().map(why -> "\u25B2 " + why).orElse("");
        if (!words.equals(notice.getText())) {
            notice.setText(words);
            notice.setToolTipText(words);
            notice.requestLayout();
        }
    }

    /// Leads to a port or node, where it is drawn.
    private void jump(String element) {
        if (desk.picture().card(element).isPresent()) {
            desk.editing().select(Selection.of(element));
            canvas.reveal(element);
        }
    }

    private void closing(Event event) {
        event.doit = !desk.editing().dirty() || new Files(this).mayClose();
    }

    /// Shows the window and draws until it is closed.
    void run() {
        shell.setSize(1360, 860);
        shell.open();
        canvas.control().setFocus();
        canvas.fit();
        new Files(this).offerRecovery();
        while (!shell.isDisposed()) {
            step();
        }
        desk.finish();
    }

    /// A fault in one of the window's parts ends that part's work and not the person's.
    private void step() {
        try {
            if (!display.readAndDispatch()) {
                display.sleep();
            }
        } catch (RuntimeException fault) {
            System.getLogger(Workbench.class.getName()).log(System.Logger.Level.ERROR, "a fault in the window", fault);
            desk.say(Texts.say("fault", String.valueOf(fault.getMessage())));
        }
    }

    /// Asks for a name and gives it to what is selected.
    void rename() {
        Optional<String> one = desk.editing().selection().elements().stream().findFirst();
        one.ifPresent(form::rename);
    }

    void zoomIn() {
        canvas.zoom(Viewport.STEP);
    }

    void zoomOut() {
        canvas.zoom(1 / Viewport.STEP);
    }
}
