// SPDX-License-Identifier: Apache-2.0
/// Sessions: one record each, found from both directions, with the fields of every function on its path.
@NullMarked
package io.penstock.dataplane.session;

import org.jspecify.annotations.NullMarked;
