// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the kernel asks of a process that opens a device of some kind.
final class Capabilities {
    /// Bits of the capability sets, see capabilities(7).
    private static final Map<String, Integer> BITS =
            Map.of("CAP_NET_ADMIN", 12, "CAP_NET_RAW", 13, "CAP_IPC_LOCK", 14, "CAP_SYS_ADMIN", 21);

    private static final Map<String, List<String>> NEEDED = Map.of(
            "net_af_packet", List.of("CAP_NET_RAW"),
            "net_af_xdp", List.of("CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_SYS_ADMIN"),
            "net_tap", List.of("CAP_NET_ADMIN"));

    private Capabilities() {}

    /// The capabilities that this process lacks for a device.
    static List<String> missing(String device) {
        long effective = Bridge.status("CapEff:")
                .map(hex -> Long.parseUnsignedLong(hex, 16))
                .orElse(-1L);
        List<String> missing = new ArrayList<>();
        NEEDED.forEach((driver, needed) -> {
            if (device.startsWith(driver)) {
                needed.stream()
                        .filter(capability -> (effective >>> BITS.getOrDefault(capability, 0) & 1) == 0)
                        .forEach(missing::add);
            }
        });
        return missing;
    }
}
