// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.keep;

import io.penstock.editor.model.edit.Drawing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Work that was never saved, left by an editor that ended without its doing.
///
/// @param journal where it was kept
/// @param file the chain file that it was about; empty for a drawing that had none
/// @param drawing the last state
/// @param when its last edit
public record Recovery(Path journal, Optional<Path> file, Drawing drawing, Instant when) {}
