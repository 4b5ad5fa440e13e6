// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Unpacks gzip up to the very byte before damage; the JDK's stream throws the last piece away with the failure.
final class Gunzip extends GZIPInputStream {
    private static final int INPUT = 64 * 1024;

    Gunzip(InputStream packed) throws IOException {
        super(packed, INPUT);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        long before = inf.getBytesWritten();
        try {
            return super.read(target, offset, length);
        } catch (ZipException e) {
            // Damaged data leaves what was unpacked in the target; asked again, the inflater fails again at once.
            long unpacked = inf.getBytesWritten() - before;
            if (unpacked > 0 && unpacked <= length) {
                return (int) unpacked;
            }
            throw e;
        }
    }
}
