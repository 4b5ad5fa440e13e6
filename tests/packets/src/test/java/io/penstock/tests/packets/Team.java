// SPDX-License-Identifier: Apache-2.0
package io.penstock.tests.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.NetworkFunction;
import io.penstock.api.Refused;
import io.penstock.api.Side;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.dataplane.Assembly;
import io.penstock.dataplane.Platform;
import io.penstock.dataplane.program.Crew;
import io.penstock.dataplane.program.Former;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Program;
import io.penstock.dataplane.program.Reports;
import io.penstock.dataplane.program.Worker;
import io.penstock.testkit.ClassCatalog;
import io.penstock.testkit.Packets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A chain that several threads carry, between ports in memory of so many queues.
final class Team implements AutoCloseable, PortDriver {
    private static final int ROOM = 2_048;
    private static final int SESSIONS = 4_096;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final Map<String, End> ends = new HashMap<>();
    private final int queues;
    private final Platform platform;
    private Assembly assembly;
    private List<Gate> gates;
    private final Optional<Crew> crew;
    private List<Program> programs = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Former> formers = new ArrayList<>();
    private final List<Assembly> left = new ArrayList<>();
    private long sent;

    @SafeVarargs
    Team(String chain, int count, int queues, Class<? extends NetworkFunction<?>>... functions) throws Refused {
        this.queues = queues;
        platform = new Platform(new ClassCatalog(functions), Packets.LAYERS, List.of(this));
        assembly = new Assembly(platform, request(chain, count));
        gates = assembly.openPorts();
        crew = count == 1 ? Optional.empty() : Optional.of(new Crew(gates, count));
        programs = programs(assembly, count);
        for (int i = 0; i < count; i++) {
            workers.add(new Worker(programs.get(i)));
            threads.add(Thread.ofPlatform().daemon().name("team-" + i).start(workers.get(i)));
        }
    }

    private static ChainRequest request(String chain, int count) {
        return new ChainRequest("test.chain.yaml", chain, Map.of(), "", count);
    }

    private List<Program> programs(Assembly from, int count) {
        List<Program> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int worker = i;
            List<Gate> own = crew.map(all -> all.gates(gates, worker)).orElse(gates);
            Program program = from.program(i, own, SESSIONS, 42);
            crew.ifPresent(all -> program.join(all.share(worker)));
            made.add(program);
        }
        return made;
    }

    /// Has a frame come in by a queue of a side's port.
    void send(Side side, int queue, byte[] frame) {
        End end = Objects.requireNonNull(ends.get(side == Side.CLIENT ? "client" : "server"));
        end.parts.get(queue % end.parts.size()).in.add(frame.clone());
        sent++;
    }

    /// Waits until nothing is on its way any more.
    ///
    /// @return what left since, by port
    Map<String, List<byte[]>> settle() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!isSettled()) {
            assertThat(System.nanoTime()).describedAs("%s", report()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        Map<String, List<byte[]>> all = new HashMap<>();
        ends.forEach((name, end) -> all.put(name, end.takeLeft()));
        return all;
    }

    private boolean isSettled() {
        Report report = report();
        return report.in() == sent
                && report.in() + report.made() == report.out() + report.dropped()
                && report.held() == 0
                && ends.values().stream().mapToLong(end -> end.leftCount).sum() == report.out();
    }

    Report report() {
        return Reports.of(
                "test", Status.State.RUNNING, 0, programs, crew.map(Crew::held).orElse(0L), List.of());
    }

    List<Program> programs() {
        return programs;
    }

    /// Puts another chain in the place of this one, while packets flow.
    void become(String chain, Manner.State state) throws Refused, InterruptedException {
        Assembly next = new Assembly(platform, request(chain, workers.size()), assembly);
        gates = next.openPorts(gates);
        List<Program> ready = programs(next, workers.size());
        List<CountDownLatch> taken = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            formers.add(new Former(programs.get(i), ready.get(i), state));
            taken.add(workers.get(i).succeed(ready.get(i), formers.getLast()));
        }
        for (CountDownLatch one : taken) {
            assertThat(one.await(10, TimeUnit.SECONDS)).isTrue();
        }
        left.add(assembly);
        assembly = next;
        programs = ready;
    }

    /// Ends the workers, while packets may be on their way between them.
    Report stop() {
        workers.forEach(Worker::stop);
        try {
            for (Thread thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return report();
    }

    @Override
    public void close() {
        stop();
        assertThat(workers).allSatisfy(worker -> assertThat(worker.failure()).isEmpty());
        formers.forEach(Former::close);
        programs.forEach(Program::close);
        crew.ifPresent(Crew::close);
        left.forEach(Assembly::close);
        assembly.close();
        ends.values().forEach(end -> end.arena.close());
    }

    @Override
    public String name() {
        return "end";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public Map<String, Object> parse(String rest) {
        return Map.of();
    }

    @Override
    public Port open(Request request) {
        End end = new End(queues);
        ends.put(request.port(), end);
        return end.parts.getFirst();
    }

    /// A port.
    private static final class End {
        private final Arena arena = Arena.ofShared();
        private final List<Part> parts = new ArrayList<>();
        private final List<byte[]> left = new ArrayList<>();
        private volatile long leftCount;

        End(int queues) {
            for (int i = 0; i < queues; i++) {
                parts.add(new Part(this, arena.allocate((long) Burst.CAPACITY * ROOM, 64)));
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // held by all who write it
        private synchronized void leaves(byte[] frame) {
            left.add(frame);
            leftCount++;
        }

        synchronized List<byte[]> takeLeft() {
            List<byte[]> all = List.copyOf(left);
            left.clear();
            return all;
        }
    }

    /// One of its queues, which one thread uses.
    private static final class Part implements Port {
        private final End end;
        private final MemorySegment slab;
        private final Queue<byte[]> in = new ConcurrentLinkedQueue<>();
        private Optional<Thread> user = Optional.empty();

        Part(End end, MemorySegment slab) {
            this.end = end;
            this.slab = slab;
        }

        @Override
        public List<Port> split(int most) {
            List<Port> own = List.copyOf(end.parts.subList(0, Math.min(most, end.parts.size())));
            end.parts.subList(own.size(), end.parts.size()).clear();
            return own;
        }

        private void use() {
            user = user.or(() -> Optional.of(Thread.currentThread()));
            assertThat(user).contains(Thread.currentThread());
        }

        @Override
        public boolean stamped() {
            return false;
        }

        @Override
        public long nextStamp() {
            return NOTHING_YET;
        }

        @Override
        public int receive(Burst burst, long until) {
            use();
            int count = 0;
            for (byte[] frame = in.peek(); frame != null && count < Burst.CAPACITY; frame = in.peek()) {
                in.remove();
                MemorySegment.copy(frame, 0, slab, ValueLayout.JAVA_BYTE, (long) count * ROOM, frame.length);
                burst.memory[count] = slab;
                burst.offset[count] = (long) count * ROOM;
                burst.length[count] = frame.length;
                burst.wireLength[count] = frame.length;
                burst.stamp[count] = 0;
                burst.ticks[count] = 0;
                burst.origin[count] = CaptureInterface.ETHERNET;
                burst.lent[count] = 0;
                count++;
            }
            burst.count = count;
            return count;
        }

        @Override
        public int send(Burst burst) {
            use();
            for (int i = 0; i < burst.count; i++) {
                end.leaves(burst.memory[i]
                        .asSlice(burst.offset[i], burst.length[i])
                        .toArray(ValueLayout.JAVA_BYTE));
            }
            return burst.count;
        }

        @Override
        public SortedMap<String, Long> counters() {
            return new TreeMap<>();
        }

        @Override
        public String trouble() {
            return "";
        }

        @Override
        public void close() {}
    }
}
