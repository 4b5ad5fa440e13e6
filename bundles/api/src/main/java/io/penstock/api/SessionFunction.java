// SPDX-License-Identifier: Apache-2.0
package io.penstock.api;

/// A function that is asked once per session; its answer holds for all packets of the session in both directions.
///
/// @param <S> its fields in the session's record, see [NetworkFunction]
public interface SessionFunction<S> extends NetworkFunction<S> {
    @Override
    Verdict onOpen(Opening opening, S session);
}
