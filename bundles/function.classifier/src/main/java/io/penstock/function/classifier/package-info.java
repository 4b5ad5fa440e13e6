// SPDX-License-Identifier: Apache-2.0
/// Sends each session to the branch whose match holds first.
@NullMarked
package io.penstock.function.classifier;

import org.jspecify.annotations.NullMarked;
