// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

/// The kernel's interface that a device uses.
///
/// @param index its number; one that is made anew under the same name has another
record KernelInterface(String name, int index) {
    boolean isGone() {
        return Shim.ps_interface(name) != index;
    }

    /// Whether it is up and its peer is too.
    boolean runs() {
        return Shim.ps_interface_runs(name) != 0;
    }
}
