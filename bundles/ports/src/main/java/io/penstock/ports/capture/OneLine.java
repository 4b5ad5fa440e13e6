// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Words for people: messages hold on one line whatever a file is called.
final class OneLine {
    private OneLine() {}

    /// The text without control characters, so that a hostile file name cannot forge a line or drive a terminal.
    static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return line.toString();
    }

    /// What the system said, without the file's name that the caller puts in front.
    static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "access is denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> {
                String message = failure.getMessage();
                yield message == null ? failure.getClass().getSimpleName() : message;
            }
        };
    }
}
