// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor;

import io.penstock.api.control.Control.ChainRequest;
import java.util.List;
import org.eclipse.swt.dnd.DND;
import org.eclipse.swt.dnd.DropTarget;
import org.eclipse.swt.dnd.DropTargetAdapter;
import org.eclipse.swt.dnd.DropTargetEvent;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.widgets.Shell;

/// A capture that is dropped on the window runs through the chain, in the place of all its ports' input.
final class CaptureDrop {
    CaptureDrop(Shell shell, Desk desk, Running running) {
        DropTarget target = new DropTarget(shell, DND.DROP_COPY | DND.DROP_DEFAULT);
        target.setTransfer(FileTransfer.getInstance());
        target.addDropListener(new DropTargetAdapter() {
            @Override
            public void dragEnter(DropTargetEvent event) {
                event.detail = DND.DROP_COPY;
            }

            @Override
            public void drop(DropTargetEvent event) {
                if (event.data instanceof String[] files && files.length > 0) {
                    run(desk, running, files[0]);
                }
            }
        });
    }

    private static void run(Desk desk, Running running, String capture) {
        List<String> ports =
                List.copyOf(desk.editing().drawing().chain().ports().keySet());
        ChainRequest drawn = desk.request();
        running.deploy(new ChainRequest(drawn.file(), drawn.text(), Running.reading(ports, capture)));
    }
}
