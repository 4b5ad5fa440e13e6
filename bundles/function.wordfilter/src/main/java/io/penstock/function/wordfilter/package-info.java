// SPDX-License-Identifier: Apache-2.0
/// Changes words in byte streams.
@NullMarked
package io.penstock.function.wordfilter;

import org.jspecify.annotations.NullMarked;
