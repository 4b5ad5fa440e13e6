// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.stream;

import io.penstock.api.NetworkFunction;
import io.penstock.api.Side;
import io.penstock.api.Verdict;

/// A function that sees the bytes of each flow in order.
///
/// @param <S> its fields in the session's record, see [NetworkFunction]
public interface StreamFunction<S> extends NetworkFunction<S> {
    /// Called when bytes have come, and once with [Window#isLast()] when no more will. After a hold the
    /// window begins where the hold began; bytes that were let through are never shown again.
    Verdict onData(Window data, S session);

    /// Called when a message begins, where the protocol that is read has messages; its content follows by [#onData].
    /// A hold is taken for a pass.
    default Verdict onMessage(Message message, S session) {
        return Verdict.PASS;
    }

    /// Called for what happens to a direction besides its bytes.
    ///
    /// @param from the side whose bytes it is about
    default void onEvent(StreamEvent event, Side from, S session) {}
}
