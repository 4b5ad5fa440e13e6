// SPDX-License-Identifier: Apache-2.0
/// Shares a few addresses among many clients (NAPT).
@NullMarked
package io.penstock.function.nat;

import org.jspecify.annotations.NullMarked;
