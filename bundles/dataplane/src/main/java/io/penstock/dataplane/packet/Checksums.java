// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane.packet;

import io.penstock.api.layer.Checksum;
import io.penstock.api.layer.Field;
import io.penstock.api.layer.Header;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Internet checksums (RFC 1071) over the headers of a parsed frame.
public final class Checksums {
    private Checksums() {}

    /// Whether a checksum that the header at `index` declares is right. One that is absent, or that covers
    /// octets which were not captured or lie in other fragments, counts as right.
    public static boolean holds(Frame frame, int index, Checksum checksum) {
        if (checksum.optional() && isLeftOut(frame, index, checksum)) {
            return true;
        }
        if (end(frame, index, checksum) > frame.length() || fragmented(frame, index)) {
            return true;
        }
        return sum(frame, index, checksum) == 0xffff;
    }

    private static boolean isLeftOut(Frame frame, int index, Checksum checksum) {
        return frame.read(frame.header(index).field(checksum.field()), frame.start(index)) == 0;
    }

    /// Whether a checksum was only begun, with the pseudo-header, as a sender does that leaves the rest to its card.
    public static boolean isBegun(Frame frame, int index, Checksum checksum) {
        if (!checksum.pseudo() || fragmented(frame, index)) {
            return false;
        }
        Field field = frame.header(index).field(checksum.field());
        int length = end(frame, index, checksum) - frame.start(index);
        return frame.read(field, frame.start(index)) == Frame.fold(pseudo(frame, index, length))
                && !holds(frame, index, checksum);
    }

    /// What is wrong with the checksums of a frame: those of headers, and those over the payload of the layers named.
    ///
    /// @param payload the layers whose payload is read
    /// @param complete whether one that is only begun is a fault: a change would leave it half done
    /// @return the reason for which it is dropped, [Parser#FINE] where all is right
    public static String fault(Frame frame, Set<String> payload, boolean complete) {
        for (int i = 0; i < frame.depth(); i++) {
            List<Checksum> declared = frame.header(i).checksums();
            for (int c = 0; c < declared.size(); c++) {
                Checksum checksum = declared.get(c);
                boolean due = checksum.covers() == Checksum.Covers.HEADER
                        || payload.contains(frame.header(i).name());
                if (due && !holds(frame, i, checksum)) {
                    return isBegun(frame, i, checksum)
                            ? "partial-checksum"
                            : frame.header(i).name() + "-checksum";
                }
                if (complete && isBegun(frame, i, checksum)) {
                    return "partial-checksum";
                }
            }
        }
        return Parser.FINE;
    }

    /// For each shape the depths of the headers whose checksum over the payload [#fault] looks at.
    public static int[][] verified(List<Shape> shapes, Set<String> payload) {
        return shapes.stream()
                .map(shape -> IntStream.range(0, shape.layout.depth)
                        .filter(i -> payload.contains(shape.layout.headers[i].name()))
                        .filter(i -> shape.layout.headers[i].checksums().stream()
                                .anyMatch(one -> one.covers() == Checksum.Covers.PAYLOAD))
                        .toArray())
                .toArray(int[][]::new);
    }

    /// Whether the checksums over the payload of the header at `index` are right.
    public static boolean holds(Frame frame, int index) {
        List<Checksum> declared = frame.header(index).checksums();
        for (int c = 0; c < declared.size(); c++) {
            Checksum checksum = declared.get(c);
            if (checksum.covers() == Checksum.Covers.PAYLOAD && !holds(frame, index, checksum)) {
                return false;
            }
        }
        return true;
    }

    /// Computes and stores all checksums of the frame, innermost first.
    static void seal(Frame frame) {
        seal(frame, false);
    }

    /// The same, where one that its sender left out stays so.
    static void mend(Frame frame) {
        seal(frame, true);
    }

    private static void seal(Frame frame, boolean skips) {
        for (int index = frame.depth() - 1; index >= 0; index--) {
            List<Checksum> declared = frame.header(index).checksums();
            for (int c = 0; c < declared.size(); c++) {
                Checksum checksum = declared.get(c);
                if (!(skips && checksum.optional() && isLeftOut(frame, index, checksum))) {
                    seal(frame, index, checksum);
                }
            }
        }
    }

    private static void seal(Frame frame, int index, Checksum checksum) {
        Field field = frame.header(index).field(checksum.field());
        frame.store(field, frame.start(index), 0);
        int value = ~sum(frame, index, checksum) & 0xffff;
        frame.store(field, frame.start(index), checksum.optional() && value == 0 ? 0xffff : value);
    }

    /// Whether all that a checksum covers is zero, itself included: only then ones' complement tells 0 from 0xffff.
    static boolean coversNothing(Frame frame, int index, Checksum checksum) {
        return end(frame, index, checksum) <= frame.length() && sum(frame, index, checksum) == 0;
    }

    private static int end(Frame frame, int index, Checksum checksum) {
        return checksum.covers() == Checksum.Covers.HEADER ? frame.bodyOf(index) : frame.endOf(index);
    }

    private static boolean fragmented(Frame frame, int index) {
        if (frame.shaped()) {
            // Parts of a datagram have no shape.
            return false;
        }
        for (int i = 0; i < index; i++) {
            Header header = frame.header(i);
            if (header.partial().isPresent() && header.partial().get().holds(frame, frame.start(i), frame.endOf(i))) {
                return true;
            }
        }
        return false;
    }

    private static int sum(Frame frame, int index, Checksum checksum) {
        int start = frame.start(index);
        int end = end(frame, index, checksum);
        long sum = frame.sum(start, end);
        return Frame.fold(checksum.pseudo() ? sum + pseudo(frame, index, end - start) : sum);
    }

    private static long pseudo(Frame frame, int index, int length) {
        int below = frame.pseudoOf(index);
        if (below < 0) {
            return 0;
        }
        long sum = (length >>> 16) + (length & 0xffff) + frame.selected(index - 1);
        if (frame.shaped()) {
            int[] words = frame.layout().pseudo(index, below);
            for (int i = 0; i < words.length; i++) {
                sum += frame.u16(words[i]);
            }
            return sum;
        }
        List<Field> fields = frame.header(below).pseudo();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            int at = frame.start(below) + field.octet();
            int word = 0;
            for (; word + 4 <= field.octets(); word += 4) {
                sum += frame.u32(at + word);
            }
            for (; word < field.octets(); word += 2) {
                sum += frame.u16(at + word);
            }
        }
        return sum;
    }
}
