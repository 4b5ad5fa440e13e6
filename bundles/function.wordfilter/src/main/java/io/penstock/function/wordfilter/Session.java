// SPDX-License-Identifier: Apache-2.0
package io.penstock.function.wordfilter;

/// What is kept of each session.
public interface Session {
    int found();

    void found(int words);
}
