// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

/// One version of a function bundle that a person installed.
///
/// @param name symbolic name
/// @param sha256 of its jar
/// @param state `current`, or `former` for one that is kept for the way back
public record InstalledBundle(String name, String version, String sha256, String state) {}
