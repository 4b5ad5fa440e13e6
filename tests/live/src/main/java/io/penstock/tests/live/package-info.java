// SPDX-License-Identifier: Apache-2.0
/// Tests with real clients and servers, see `LiveTest`.
@NullMarked
package io.penstock.tests.live;

import org.jspecify.annotations.NullMarked;
