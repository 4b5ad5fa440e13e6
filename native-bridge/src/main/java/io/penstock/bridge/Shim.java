// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/// The functions of `penstock_dpdk.h`, bound by JNA. Addresses are plain numbers.
final class Shim {
    private Shim() {}

    /// Binds the functions to a library; the same library may be bound again by a newer version of this bundle.
    static void bind(NativeLibrary library) {
        Native.register(Shim.class, library);
    }

    static native String ps_message();

    static native String ps_version();

    static native String ps_built_for();

    static native int ps_start(String arguments);

    static native int ps_open(String device, int queues, int descriptors, int mbufs, int mbufSize, long[] ports);

    static native int ps_close(long port);

    static native long ps_exchange(long port, int count, int most);

    static native long ps_forward(long from, long to);

    static native void ps_nothing();

    static native long ps_mac(long port);

    static native int ps_link(long port);

    static native int ps_in_use(long port);

    static native int ps_xstats(long port, byte[] text, int room);

    static native int ps_retired();

    static native int ps_interface(String name);

    static native int ps_interface_runs(String name);

    /// Where a function begins.
    static long address(NativeLibrary library, String function) {
        return Pointer.nativeValue(library.getFunction(function));
    }
}
