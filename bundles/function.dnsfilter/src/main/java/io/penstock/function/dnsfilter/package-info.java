// SPDX-License-Identifier: Apache-2.0
/// Answers queries for listed names itself.
@NullMarked
package io.penstock.function.dnsfilter;

import org.jspecify.annotations.NullMarked;
