// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

/// A place in a chain's text.
///
/// @param line from 1
/// @param column from 1, in code points
public record Place(int line, int column) {}
