// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Forwarded;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.api.port.PortRefused;
import io.penstock.ports.PcapDriver;
import io.penstock.ports.capture.CaptureReader;
import io.penstock.ports.capture.CaptureWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real DPDK queues, on devices that need neither root nor hardware.
class DpdkPortTest {
    @TempDir
    private Path folder = Path.of("");

    private static final String OFFICE = System.getProperty("penstock.root", "..") + "/examples/office.pcapng";

    private final DpdkDriver driver = new DpdkDriver();
    private final Burst burst = new Burst();

    @BeforeAll
    static void needDpdk() {
        try {
            Bridge.start();
        } catch (PortRefused refused) {
            Assumptions.abort(refused.getMessage());
        }
    }

    private Port open(String spec) throws PortRefused {
        return driver.open(new PortDriver.Request("wan", driver.parse(spec), folder));
    }

    private static byte[] frame(int length, int seed) {
        byte[] frame = new byte[length];
        for (int i = 0; i < length; i++) {
            frame[i] = (byte) (seed * 31 + i * 7);
        }
        return frame;
    }

    private Path capture(List<byte[]> frames) throws Exception {
        Path file = folder.resolve("in.pcapng");
        try (CaptureWriter writer = CaptureWriter.create(file, "in.pcapng")) {
            long stamp = 1_000_000_000L;
            for (byte[] frame : frames) {
                stamp += 1_000;
                writer.write(
                        MemorySegment.ofArray(frame),
                        0,
                        frame.length,
                        frame.length,
                        stamp,
                        stamp,
                        CaptureInterface.ETHERNET);
            }
        }
        return file;
    }

    private static List<byte[]> frames(Path capture) throws Exception {
        List<byte[]> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(capture, capture.toString())) {
            while (reader.next()) {
                byte[] bytes = new byte[reader.frame().length()];
                reader.frame().copyTo(MemorySegment.ofArray(bytes), 0);
                frames.add(bytes);
            }
        }
        return frames;
    }

    private void carry(Port from, Port to, int frames) {
        int carried = 0;
        for (int round = 0; round < 100_000 && carried < frames; round++) {
            int count = from.receive(burst, Long.MAX_VALUE);
            assertThat(to.send(burst)).isEqualTo(count);
            carried += count;
        }
        assertThat(carried).isEqualTo(frames);
    }

    @Test
    void shouldGiveEachThreadQueuesOfItsOwn() throws Exception {
        try (Port three = open("net_null8;queues=3");
                Port one = open("net_null9")) {
            List<Port> parts = three.split(2);
            assertThat(parts).hasSize(2);
            assertThat(one.split(2)).containsExactly(one);
            List<Thread> threads = new ArrayList<>();
            List<Integer> carried = Collections.synchronizedList(new ArrayList<>());
            for (Port part : parts) {
                threads.add(Thread.ofPlatform().start(() -> {
                    Burst own = new Burst();
                    for (int i = 0; i < 1_000; i++) {
                        carried.add(part.receive(own, Long.MAX_VALUE) - part.send(own));
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(carried).hasSize(2_000).containsOnly(0);
            assertThat(three.counters()).containsEntry("rx-good-packets", 128_000L);
            assertThat(parts).allSatisfy(part -> assertThat(part.counters()).isEqualTo(three.counters()));
        }
    }

    @Test
    void shouldCarryEveryFrameUnchanged() throws Exception {
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sent.add(frame(60 + i % 1_400, i));
        }
        Path out = folder.resolve("out.pcap");
        try (Port from = open("net_pcap0,rx_pcap=" + capture(sent));
                Port to = open("net_pcap1,tx_pcap=" + out)) {
            carry(from, to, sent.size());
            assertThat(to.counters()).doesNotContainKey("copied-frame").containsEntry("tx-good-packets", 1_000L);
        }
        assertThat(frames(out)).usingRecursiveComparison().isEqualTo(sent);
        assertThat(Shim.ps_retired()).isZero();
    }

    private static Forwarded forward(Port from, Port to, int rounds) {
        Forwarded all = new Forwarded();
        Forwarded one = new Forwarded();
        for (int round = 0; round < rounds; round++) {
            assertThat(from.forward(to, one)).isTrue();
            all.received += one.received;
            all.receivedBytes += one.receivedBytes;
            all.sent += one.sent;
            all.sentBytes += one.sentBytes;
        }
        return all;
    }

    @Test
    void shouldForwardFramesUnseen() throws Exception {
        List<byte[]> sent = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < 1_000; i++) {
            sent.add(frame(60 + i * 3, i)); // the longest come in pieces
            bytes += 60 + i * 3;
        }
        Path out = folder.resolve("out.pcap");
        try (Port from = open("net_pcap0,rx_pcap=" + capture(sent));
                Port to = open("net_pcap1,tx_pcap=" + out)) {
            Forwarded all = forward(from, to, 100);
            assertThat(List.of(all.received, all.sent)).containsOnly(1_000);
            assertThat(List.of(all.receivedBytes, all.sentBytes)).containsOnly(bytes);
        }
        assertThat(frames(out)).usingRecursiveComparison().isEqualTo(sent);
        assertThat(Shim.ps_retired()).isZero();
    }

    @Test
    void shouldCountWhatTheOtherPortDoesNotTake() throws Exception {
        try (Port from = open("net_null0,size=64");
                Port to = open("net_ring0")) {
            Forwarded all = forward(from, to, 100);
            assertThat(all.received).isEqualTo(100 * Burst.CAPACITY);
            assertThat(all.sent).isPositive().isLessThan(all.received);
            assertThat(all.receivedBytes).isEqualTo(64L * all.received);
            assertThat(all.sentBytes).isEqualTo(64L * all.sent);
            assertThat(from.counters()).containsEntry("mbufs-in-use", (long) all.sent);
            int drained = 0;
            while (to.receive(burst, Long.MAX_VALUE) > 0) {
                drained += burst.count;
            }
            assertThat(drained).isEqualTo(all.sent);
        }
        assertThat(Shim.ps_retired()).isZero();
    }

    @Test
    void shouldLeaveForwardingToTheWorkerWhereTheOtherPortIsOfAnotherKind() throws Exception {
        PcapDriver captures = new PcapDriver();
        String other = capture(List.of()) + "," + folder.resolve("out.pcapng");
        try (Port from = open("net_null0,size=64");
                Port to = captures.open(new PortDriver.Request("lan", captures.parse(other), folder))) {
            assertThat(from.forward(to, new Forwarded())).isFalse();
            assertThat(from.counters()).doesNotContainKey("rx-good-packets");
        }
    }

    @Test
    void fault22ShouldMakeSegmentedFrameWhole() throws Exception {
        List<byte[]> sent = List.of(frame(9_000, 1), frame(64, 2), frame(2_049, 3), frame(15_000, 4));
        Path out = folder.resolve("out.pcap");
        try (Port from = open("net_pcap0,rx_pcap=" + capture(sent));
                Port to = open("net_pcap1,tx_pcap=" + out)) {
            carry(from, to, sent.size());
            assertThat(from.counters()).containsEntry("segmented-frame", 3L);
        }
        assertThat(frames(out)).usingRecursiveComparison().isEqualTo(sent);
    }

    @Test
    void shouldTakeBackWhatNobodySent() throws Exception {
        try (Port port = open("net_null0;mbufs=1024")) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(port.receive(burst, Long.MAX_VALUE)).isEqualTo(Burst.CAPACITY);
            }
            assertThat(port.counters()).containsEntry("mbufs-in-use", (long) Burst.CAPACITY);
        }
        assertThat(Shim.ps_retired()).isZero();
    }

    @Test
    void shouldCopyFramesThatLieElsewhere() throws Exception {
        Path out = folder.resolve("out.pcap");
        List<byte[]> sent = List.of(frame(60, 1), frame(1_514, 2), frame(9_000, 3));
        try (Arena arena = Arena.ofConfined();
                Port to = open("net_pcap1,tx_pcap=" + out)) {
            for (int i = 0; i < sent.size(); i++) {
                byte[] bytes = sent.get(i);
                burst.memory[i] = i == 1 ? arena.allocate(2_000, 8) : MemorySegment.ofArray(bytes.clone());
                MemorySegment.copy(bytes, 0, burst.memory[i], ValueLayout.JAVA_BYTE, 0, bytes.length);
                burst.length[i] = bytes.length;
                burst.count++;
            }
            assertThat(to.send(burst)).isEqualTo(sent.size());
            assertThat(to.counters()).containsEntry("copied-frame", 3L);
        }
        assertThat(frames(out)).usingRecursiveComparison().isEqualTo(sent);
    }

    @Test
    void shouldSendChangedFrameAsItIsNow() throws Exception {
        Path out = folder.resolve("out.pcap");
        try (Port from = open("net_pcap0,rx_pcap=" + capture(List.of(frame(100, 1))));
                Port to = open("net_pcap1,tx_pcap=" + out)) {
            assertThat(from.receive(burst, Long.MAX_VALUE)).isEqualTo(1);
            burst.memory[0].set(ValueLayout.JAVA_BYTE, burst.offset[0] + 20, (byte) 0x55);
            burst.offset[0] += 14;
            burst.length[0] = 60;
            assertThat(to.send(burst)).isEqualTo(1);
        }
        byte[] expected = java.util.Arrays.copyOfRange(frame(100, 1), 14, 74);
        expected[6] = 0x55;
        assertThat(frames(out)).usingRecursiveComparison().isEqualTo(List.of(expected));
    }

    @Test
    void shouldRefuseALentFrameTheSecondTime() throws Exception {
        Burst again = new Burst();
        try (Port from = open("net_null0,size=100");
                Port to = open("net_null1,no-rx=1")) {
            from.receive(burst, Long.MAX_VALUE);
            long token = burst.lent[0];
            again.add(burst, 0);
            assertThat(burst.lent[0]).isZero();
            assertThat(to.send(again)).isEqualTo(1);
            again.lent[0] = token;
            assertThat(to.send(again)).isZero();
            assertThat(from.counters()).containsEntry("mbufs-in-use", (long) Burst.CAPACITY - 1);
        }
    }

    @Test
    void shouldSayThatItsBuffersAreUsedUpWhileOtherPortsGoOn() throws Exception {
        try (Port from = open("net_null0,size=64;mbufs=256");
                Port held = open("net_ring0");
                Port other = open("net_null1,size=64")) {
            assertThat(from.trouble()).isEmpty();
            while (from.receive(burst, Long.MAX_VALUE) > 0) {
                assertThat(held.send(burst)).isEqualTo(burst.count);
            }
            assertThat(from.trouble())
                    .isEqualTo("its 256 buffers are used up by frames that have not been sent yet; "
                            + "give it more mbufs");
            assertThat(from.isWhole()).isTrue();
            assertThat(other.receive(burst, Long.MAX_VALUE)).isPositive();
            assertThat(other.trouble()).isEmpty();
            while (held.receive(burst, Long.MAX_VALUE) > 0) {
                assertThat(burst.count).isPositive();
            }
            assertThat(from.receive(burst, Long.MAX_VALUE)).isPositive();
            assertThat(from.trouble()).isEmpty();
        }
        assertThat(Shim.ps_retired()).isZero();
    }

    @Test
    void shouldTellItsLinkAddress() throws Exception {
        try (Port port = open("net_null0")) {
            assertThat(port.linkAddress()).isNotZero().isLessThan(1L << 48);
            assertThat(port.counters()).containsKey("link-megabits");
        }
    }

    @Test
    void shouldSayInOneLineWhyADeviceIsRefused() {
        Map.of(
                        "net_nope0",
                        "no driver takes it",
                        "0000:99:00.0",
                        "Cannot find device (0000:99:00.0)",
                        "net_af_packet0,iface=nope9",
                        "no interface is called nope9",
                        "net_pcap0,rx_pcap=/nope.pcap",
                        "No such file or directory",
                        "net_null0;mbufs=8000000;mbuf-size=16000",
                        "fewer or smaller mbufs",
                        "net_null0;mbufs=1",
                        "give a number from 256",
                        "net_null0;nope=1",
                        "unknown option 'nope'",
                        "",
                        "no device",
                        "net_pcap0,rx_pcap=" + OFFICE + ";queues=2",
                        "it has 1 receive and 1 send queues, not 2")
                .forEach((spec, words) -> assertThatThrownBy(() -> open(spec))
                        .as(spec)
                        .isInstanceOf(PortRefused.class)
                        .hasMessageStartingWith("port wan: ")
                        .hasMessageContaining(words)
                        .hasMessageNotContaining("\n"));
        assertThat(Shim.ps_retired()).isZero();
    }

    @Test
    void shouldRefuseADeviceThatIsOpen() throws Exception {
        try (Port _ = open("net_null0")) {
            assertThatThrownBy(() -> open("net_null0,size=64"))
                    .isInstanceOf(PortRefused.class)
                    .hasMessageContaining("open already");
        }
        try (Port again = open("net_null0")) {
            assertThat(again.receive(burst, Long.MAX_VALUE)).isPositive();
        }
    }

    @Test
    void shouldGoOnWithoutThePortsOfAStoppedBridge() throws Exception {
        Port port = open("net_null0");
        Thread worker = Thread.ofPlatform().start(() -> {
            Burst own = new Burst();
            while (port.trouble().isEmpty() || port.receive(own, Long.MAX_VALUE) > 0) {
                port.receive(own, Long.MAX_VALUE);
            }
        });
        driver.close();
        worker.join(5_000);
        assertThat(worker.isAlive()).isFalse();
        assertThat(port.trouble()).contains("the DPDK bridge was stopped");
        assertThat(port.receive(burst, Long.MAX_VALUE)).isZero();
        port.close();
        assertThat(Shim.ps_retired()).isZero();
    }

    @Test
    void shouldAllocateNothingForABurst() throws Exception {
        try (Port from = open("net_null0,size=64");
                Port to = open("net_null1,no-rx=1")) {
            Burst back = new Burst();
            Burst there = new Burst();
            long before = 0;
            for (int i = 0; i < 200_000; i++) {
                if (i == 100_000) {
                    before = allocated();
                }
                from.exchange(back, there, Long.MAX_VALUE);
                to.exchange(there, back, Long.MAX_VALUE);
            }
            assertThat((allocated() - before) / 100_000.0).isLessThan(1);
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    @Test
    void shouldTellWhatACallCosts() throws Exception {
        var costs = new ShimCalls().measure();
        assertThat(costs.downcallNanos()).isPositive().isLessThan(costs.jnaNanos());
    }

    @Test
    void shouldLeaveNoFileBehind() throws Exception {
        try (Port _ = open("net_null0")) {
            Path prefixed = Path.of("/var/run/dpdk/penstock");
            assertThat(prefixed).doesNotExist();
        }
        assertThat(Files.exists(Path.of("/dev/hugepages/rtemap_0"))).isFalse();
    }
}
