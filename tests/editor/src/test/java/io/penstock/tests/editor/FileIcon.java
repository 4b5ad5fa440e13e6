// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.editor;

import java.awt.Color;
import java.awt.Window;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.dnd.DnDConstants;
import java.awt.dnd.DragSource;
import java.awt.dnd.DragSourceAdapter;
import java.awt.dnd.DragSourceDragEvent;
import java.io.File;
import java.util.List;
import javax.swing.JWindow;

/// A file that can be dragged from where it lies on the desktop, as out of a file manager. Says when it is there, and
/// when what is under the pointer would take it.
final class FileIcon {
    static final int SIZE = 40;

    private FileIcon() {}

    /// @param args the file, x and y of its upper left corner
    public static void main(String[] args) {
        Window icon = new JWindow();
        icon.setBounds(Integer.parseInt(args[1]), Integer.parseInt(args[2]), SIZE, SIZE);
        icon.setBackground(Color.ORANGE);
        DragSource.getDefaultDragSource()
                .createDefaultDragGestureRecognizer(
                        icon,
                        DnDConstants.ACTION_COPY,
                        gesture -> gesture.startDrag(null, new Dragged(new File(args[0])), new DragSourceAdapter() {
                            @Override
                            public void dragEnter(DragSourceDragEvent over) {
                                System.out.println("taken");
                            }
                        }));
        icon.setVisible(true);
        System.out.println("there");
    }

    private record Dragged(File file) implements Transferable {
        @Override
        public DataFlavor[] getTransferDataFlavors() {
            return new DataFlavor[] {DataFlavor.javaFileListFlavor};
        }

        @Override
        public boolean isDataFlavorSupported(DataFlavor flavor) {
            return flavor.equals(DataFlavor.javaFileListFlavor);
        }

        @Override
        public Object getTransferData(DataFlavor flavor) {
            return List.of(file);
        }
    }
}
