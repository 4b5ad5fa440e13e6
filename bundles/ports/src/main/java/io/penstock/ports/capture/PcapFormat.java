// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import io.penstock.api.port.CaptureInterface;

/// The records of a pcap file (draft-ietf-opsawg-pcap), of its nanosecond form, and of the form with longer record
/// headers that early Linux patches wrote.
final class PcapFormat implements Format {
    static final int HEADER = 24;
    static final int MICROSECONDS = 0xa1b2c3d4;
    static final int NANOSECONDS = 0xa1b23c4d;
    static final int MODIFIED = 0xa1b2cd34;

    private static final int RECORD = 16;
    private static final int MODIFIED_RECORD = 24;
    /// No writer makes longer records; libpcap holds the same limit.
    private static final long LONGEST_RECORD = 128L << 20;
    /// DG/UX tcpdump wrote this major version, with the lengths of a record exchanged.
    private static final int DG_UX = 543;

    private final ByteSource source;
    private final CaptureInterface origin;
    private final int recordHeader;
    private final long ticksPerSecond;
    private final boolean lengthsExchanged;
    private final boolean lengthsDoubtful;
    private long frames;
    private long oversized;

    private PcapFormat(ByteSource source, int magic) throws Damage {
        this.source = source;
        int major = source.number16(4);
        int minor = source.number16(6);
        if (major != DG_UX && (major != 2 || minor > 4)) {
            throw Damage.corrupt("its header", 4, "gives version " + major + "." + minor + " where 2.4 is the last");
        }
        boolean nanos = magic == NANOSECONDS;
        recordHeader = magic == MODIFIED ? MODIFIED_RECORD : RECORD;
        ticksPerSecond = nanos ? 1_000_000_000 : 1_000_000;
        lengthsExchanged = major == DG_UX || minor < 3;
        lengthsDoubtful = major == 2 && minor == 3;
        origin = new CaptureInterface(linkType(source.number32(20)), source.unsigned32(16), nanos ? 9 : 6, 0, "");
        source.skip(HEADER);
    }

    /// Whether a file that begins with this number, read with the least significant octet first, is of this format.
    static boolean knows(int magic) {
        return switch (magic) {
            case MICROSECONDS, NANOSECONDS, MODIFIED -> true;
            default -> false;
        };
    }

    /// Reads the header of the file.
    static PcapFormat open(ByteSource source) throws Damage {
        if (!source.require(HEADER)) {
            throw Damage.truncated("its header", source.seen());
        }
        source.bigEndian(false);
        if (!knows(source.number32(0))) {
            source.bigEndian(true);
        }
        return new PcapFormat(source, source.number32(0));
    }

    /// The upper bits say how long the frame check sequence is; those in between are reserved and must be zero.
    private static int linkType(int field) throws Damage {
        if ((field & 0x03ff_0000) != 0) {
            throw Damage.corrupt("its header", 20, "gives the link type 0x" + Integer.toHexString(field));
        }
        return field & 0xffff;
    }

    @Override
    public boolean next(CapturedFrame frame) throws Damage {
        while (source.require(recordHeader)) {
            frames++;
            long captured = source.unsigned32(8);
            long wire = source.unsigned32(12);
            if (lengthsExchanged || (lengthsDoubtful && captured > wire)) {
                long exchanged = captured;
                captured = wire;
                wire = exchanged;
            }
            if (captured <= CaptureReader.MAX_FRAME) {
                fill(frame, (int) captured, (int) wire);
                return true;
            }
            stepOver(captured);
        }
        if (source.available() > 0) {
            frames++;
            throw Damage.truncated("the header of " + where(), source.seen());
        }
        return false;
    }

    private void fill(CapturedFrame frame, int captured, int wire) throws Damage {
        if (!source.require(recordHeader + captured)) {
            throw Damage.truncated(where(), source.seen());
        }
        long ticks = source.unsigned32(0) * ticksPerSecond + source.unsigned32(4);
        frame.set(source, source.position() + recordHeader, captured, wire, ticks, origin);
        source.skip(recordHeader + captured);
    }

    /// Steps over a frame that is too long, as far as the file itself allows frames that long: else its length is
    /// garbage, and so would be all that follows.
    private void stepOver(long captured) throws Damage {
        long longest = origin.snapLength() == 0 ? LONGEST_RECORD : Math.min(origin.snapLength(), LONGEST_RECORD);
        if (captured > longest) {
            throw Damage.corrupt(
                    where(), source.offset(), "claims " + captured + " bytes where at most " + longest + " can be");
        }
        if (!source.skip(recordHeader + captured)) {
            throw Damage.truncated(where(), source.seen());
        }
        oversized++;
    }

    private String where() {
        return "frame " + frames;
    }

    @Override
    public CaptureInterface described() {
        return origin;
    }

    @Override
    public long oversized() {
        return oversized;
    }

    @Override
    public long unstamped() {
        return 0;
    }
}
