// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.geometry;

/// A line that shows what stands in line.
///
/// @param upright whether it goes from top to bottom
/// @param at its x where it is upright, else its y
/// @param from where it begins
/// @param to where it ends
public record Guide(boolean upright, double at, double from, double to) {}
