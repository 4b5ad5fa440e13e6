// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// The scratchpad of a function that keeps nothing for a session.
public interface NoFields {}
