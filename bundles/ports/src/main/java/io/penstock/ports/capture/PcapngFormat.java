// SPDX-License-Identifier: Apache-2.0
package io.penstock.ports.capture;

import io.penstock.api.port.CaptureInterface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The blocks of a pcapng file (draft-ietf-opsawg-pcapng): sections, interfaces and packets are read, all else is
/// stepped over.
final class PcapngFormat implements Format {
    static final int SECTION = 0x0a0d0d0a;

    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int IF_TSOFFSET = 14;

    /// A section that names more is an attack on memory.
    private static final int MOST_INTERFACES = 65_536;
    /// Far more than an operating system gives an interface.
    private static final int LONGEST_NAME = 255;
    private static final int MICROSECONDS = 6;

    private final ByteSource source;
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private long blocks;
    private long frames;
    private long oversized;
    private long unstamped;
    private long length;
    private long tail;
    private long tailLength;

    private PcapngFormat(ByteSource source) {
        this.source = source;
    }

    /// Reads the header of the first section.
    static PcapngFormat open(ByteSource source) throws Damage {
        PcapngFormat format = new PcapngFormat(source);
        format.blocks = 1;
        format.openSection();
        return format;
    }

    @Override
    public boolean next(CapturedFrame frame) throws Damage {
        skipTail();
        while (source.require(8)) {
            blocks++;
            int type = source.number32(0);
            if (type == SECTION) {
                openSection();
            } else if (readBlock(type, frame)) {
                return true;
            }
        }
        if (source.available() > 0) {
            blocks++;
            throw Damage.truncated("the header of " + where(), source.seen());
        }
        return false;
    }

    private boolean readBlock(int type, CapturedFrame frame) throws Damage {
        return switch (type) {
            case INTERFACE -> {
                readLength(20);
                addInterface();
                yield false;
            }
            case ENHANCED_PACKET -> {
                readLength(32);
                yield readPacket(frame, source.unsigned32(8));
            }
            case OBSOLETE_PACKET -> {
                readLength(32);
                yield readPacket(frame, source.number16(8));
            }
            case SIMPLE_PACKET -> {
                readLength(16);
                yield readSimplePacket(frame);
            }
            default -> {
                readLength(12);
                skipBlock();
                yield false;
            }
        };
    }

    /// Reads the block's total length and brings as much of the block into the window as fits there, with its second
    /// length checked, so that nothing of a damaged block is delivered.
    private void readLength(int least) throws Damage {
        length = source.unsigned32(4);
        if (length < least || (length & 3) != 0) {
            throw corrupt("gives its length as " + length);
        }
        int whole = (int) Math.min(length, ByteSource.CAPACITY);
        if (!source.require(least > 12 ? whole : Math.min(whole, least))) {
            throw truncated();
        }
        if (least > 12 && length <= ByteSource.CAPACITY) {
            checkTrailer((int) length - 4, length, source.offset());
        }
    }

    private void checkTrailer(int at, long expected, long blockAt) throws Damage {
        long second = source.unsigned32(at);
        if (second != expected) {
            throw Damage.corrupt(where(), blockAt, "gives two lengths, " + expected + " and " + second);
        }
    }

    private void openSection() throws Damage {
        if (!source.require(28)) {
            throw truncated();
        }
        source.bigEndian(false);
        if (source.number32(8) != BYTE_ORDER) {
            source.bigEndian(true);
        }
        if (source.number32(8) != BYTE_ORDER) {
            throw corrupt("has no byte-order magic");
        }
        int major = source.number16(12);
        int minor = source.number16(14);
        if (major != 1 || (minor != 0 && minor != 2)) {
            throw corrupt("is of version " + major + "." + minor + " where 1.0 is known");
        }
        interfaces.clear();
        length = source.unsigned32(4);
        if (length < 28 || (length & 3) != 0) {
            throw corrupt("gives its length as " + length);
        }
        skipBlock();
    }

    private void addInterface() throws Damage {
        if (length > ByteSource.CAPACITY) {
            throw corrupt("describes an interface in " + length + " bytes");
        }
        if (interfaces.size() == MOST_INTERFACES) {
            throw corrupt("is one interface more than the " + MOST_INTERFACES + " that a section may have");
        }
        interfaces.add(readInterface());
        source.skip(length);
    }

    private CaptureInterface readInterface() throws Damage {
        int resolution = MICROSECONDS;
        long offsetSeconds = 0;
        String name = "";
        int end = (int) length - 4;
        int at = 16;
        while (end - at >= 4) {
            int code = source.number16(at);
            int size = source.number16(at + 2);
            int value = at + 4;
            if (code == 0) {
                break;
            }
            if (size > end - value) {
                throw corrupt("has option " + code + " of " + size + " bytes, past its end");
            }
            switch (code) {
                case IF_NAME -> name = text(value, size);
                case IF_TSRESOL -> {
                    checkSize(code, size, 1);
                    resolution = source.octet(value);
                }
                case IF_TSOFFSET -> {
                    checkSize(code, size, 8);
                    offsetSeconds = source.number64(value);
                }
                default -> {}
            }
            at = value + (size + 3) / 4 * 4;
        }
        return new CaptureInterface(source.number16(8), source.unsigned32(12), resolution, offsetSeconds, name);
    }

    private void checkSize(int code, int size, int right) throws Damage {
        if (size != right) {
            throw corrupt("has option " + code + " of " + size + " bytes instead of " + right);
        }
    }

    private String text(int at, int size) {
        return new String(source.array(), source.position() + at, Math.min(size, LONGEST_NAME), StandardCharsets.UTF_8);
    }

    private boolean readPacket(CapturedFrame frame, long index) throws Damage {
        CaptureInterface origin = interfaceAt(index);
        long captured = source.unsigned32(20);
        long ticks = source.unsigned32(12) << 32 | source.unsigned32(16);
        return deliver(frame, 28, captured, source.number32(24), ticks, origin);
    }

    /// A simple packet has no time and no captured length of its own: the first interface's snap length tells it.
    private boolean readSimplePacket(CapturedFrame frame) throws Damage {
        CaptureInterface origin = interfaceAt(0);
        long wire = source.unsigned32(8);
        long captured = origin.snapLength() == 0 ? wire : Math.min(wire, origin.snapLength());
        unstamped++;
        return deliver(frame, 12, captured, (int) wire, 0, origin);
    }

    private CaptureInterface interfaceAt(long index) throws Damage {
        if (index >= interfaces.size()) {
            throw corrupt("names interface " + index + " of " + interfaces.size());
        }
        return interfaces.get((int) index);
    }

    private boolean deliver(
            CapturedFrame frame, int header, long captured, int wire, long ticks, CaptureInterface origin)
            throws Damage {
        if (captured > length - 4 - header) {
            throw corrupt("claims " + captured + " captured bytes in a block of " + length);
        }
        frames++;
        if (captured > CaptureReader.MAX_FRAME) {
            oversized++;
            skipBlock();
            return false;
        }
        frame.set(source, source.position() + header, (int) captured, wire, ticks, origin);
        if (length <= ByteSource.CAPACITY) {
            source.skip(length);
        } else {
            leaveTail(header + (int) captured);
        }
        return true;
    }

    /// A frame with more options than the window holds: they are stepped over when the frame has been used.
    private void leaveTail(int taken) throws Damage {
        source.skip(taken);
        tail = length - taken;
        tailLength = length;
    }

    private void skipTail() throws Damage {
        if (tail > 0) {
            long rest = tail;
            tail = 0;
            skipAndCheck(rest, tailLength, source.offset() - (tailLength - rest));
        }
    }

    private void skipBlock() throws Damage {
        skipAndCheck(length, length, source.offset());
    }

    private void skipAndCheck(long count, long total, long blockAt) throws Damage {
        if (!source.skip(count - 4) || !source.require(4)) {
            throw truncated();
        }
        checkTrailer(0, total, blockAt);
        source.skip(4);
    }

    private Damage truncated() {
        return Damage.truncated(where(), source.seen());
    }

    private Damage corrupt(String what) {
        return Damage.corrupt(where(), source.offset(), what);
    }

    private String where() {
        return "block " + blocks + " after frame " + frames;
    }

    @Override
    public CaptureInterface described() {
        return interfaces.isEmpty() ? CaptureInterface.ETHERNET : interfaces.getFirst();
    }

    @Override
    public long oversized() {
        return oversized;
    }

    @Override
    public long unstamped() {
        return unstamped;
    }
}
