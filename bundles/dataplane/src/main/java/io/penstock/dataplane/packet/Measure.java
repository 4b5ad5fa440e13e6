// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a header says a length, worked out once for all frames of a shape.
///
/// @param octet where in the header its number begins, `octets` long, `shift` bits before their end
/// @param mask ones where the number may have ones
/// @param times what the number is multiplied by, before `plus` is added
record Measure(int octet, int octets, int shift, long mask, int times, int plus) {
    static @Nullable Measure of(Optional<Header.Scaled> scaled) {
        if (scaled.isEmpty()) {
            return null;
        }
        Field field = scaled.get().field();
        return new Measure(
                field.octet(),
                field.octets(),
                field.shift(),
                field.mask(),
                scaled.get().times(),
                scaled.get().plus());
    }

    /// @param start where the header begins
    long read(Frame frame, int start) {
        int at = start + octet;
        long value = octets == 1 ? frame.u8(at) : octets == 2 ? frame.u16(at) : frame.gather(at, octets);
        return (value >>> shift & mask) * times + plus;
    }
}
