// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.Side;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.Why;
import io.penstock.api.port.Burst;
import io.penstock.api.port.CaptureInterface;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.api.port.PortRefused;
import io.penstock.chain.PortSpec;
import io.penstock.dataplane.packet.PacketText;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Nowhere;
import io.penstock.dataplane.program.Program;
import io.penstock.dataplane.program.Splitter;
import io.penstock.dataplane.program.Trace;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers what would become of one packet, by sending it through the program that would run, between ports that go
/// nowhere.
final class Inquiry implements Trace {
    private static final int SESSIONS = 65_536;
    private static final Pattern FRAME = Pattern.compile("(.+):(\\d{1,9})");
    private static final String SERVER = "from server ";

    private final Platform platform;
    private final Assembly assembly;
    private final List<Why.Step> steps = new ArrayList<>();
    private String packet = "";
    private String port = "";
    private String node = "";
    private String reason = "";
    private String rule = "";

    private Inquiry(Platform platform, Assembly assembly) {
        this.platform = platform;
        this.assembly = assembly;
    }

    /// @param asked a packet as text, after `from server` where it enters there, or `FILE:FRAME`
    static Why ask(Platform platform, ChainRequest request, String asked) throws Refused {
        try (Assembly assembly = new Assembly(platform, request)) {
            Inquiry inquiry = new Inquiry(platform, assembly);
            List<Gate> gates = inquiry.gates();
            try (Program program = assembly.program(gates, SESSIONS, 1)) {
                Matcher frame = FRAME.matcher(asked);
                Path file = frame.matches() ? assembly.base().resolve(frame.group(1)) : Path.of("");
                Path here = frame.matches() ? Path.of(frame.group(1)) : Path.of("");
                if (frame.matches() && (Files.isRegularFile(file) || Files.isRegularFile(here))) {
                    Path found = Files.isRegularFile(here) ? here.toAbsolutePath() : file;
                    inquiry.frame(program, gates, found, Integer.parseInt(frame.group(2)));
                } else {
                    inquiry.text(program, gates, asked);
                }
            }
            return inquiry.answer();
        }
    }

    private List<Gate> gates() {
        List<String> clients =
                assembly.chain().clientPorts().stream().map(PortSpec::id).toList();
        List<Gate> gates = new ArrayList<>();
        for (PortSpec spec : assembly.chain().ports().values()) {
            Side side = clients.contains(spec.id()) ? Side.CLIENT : Side.SERVER;
            gates.add(new Gate(gates.size(), spec.id(), side, spec.driver(), new Nowhere(true)));
        }
        return gates;
    }

    private void text(Program program, List<Gate> gates, String asked) throws Refused {
        boolean fromServer = asked.startsWith(SERVER);
        String words = fromServer ? asked.substring(SERVER.length()) : asked;
        byte[] octets;
        try {
            octets = new PacketText(assembly.headers()).bytes(words);
        } catch (IllegalArgumentException wrong) {
            throw new Refused(Problem.error(
                    "packet '" + asked + "': " + wrong.getMessage(),
                    "write one such as `tcp 10.0.0.1:40000 > 192.0.2.7:80`, or FILE:FRAME"));
        }
        packet = asked;
        Burst burst = new Burst();
        burst.memory[0] = MemorySegment.ofArray(octets);
        burst.length[0] = octets.length;
        burst.wireLength[0] = octets.length;
        burst.origin[0] = CaptureInterface.ETHERNET;
        burst.count = 1;
        Gate gate = gate(gates, fromServer ? Side.SERVER : Side.CLIENT);
        program.trace(this);
        carry(program, burst, 0, gate);
        drain(program);
    }

    private static Gate gate(List<Gate> gates, Side side) {
        return gates.stream().filter(gate -> gate.side() == side).findFirst().orElseThrow();
    }

    private void frame(Program program, List<Gate> gates, Path file, int wanted) throws Refused {
        packet = file.getFileName() + " frame " + wanted;
        try (Port capture = open(file)) {
            Splitter splitter = new Splitter(assembly.headers(), gate(gates, Side.CLIENT), gate(gates, Side.SERVER));
            Burst burst = new Burst();
            int seen = 0;
            while (seen < wanted && capture.receive(burst, Long.MAX_VALUE) > 0) {
                for (int i = 0; i < burst.count && seen < wanted; i++) {
                    seen++;
                    program.trace(seen == wanted ? this : null);
                    program.advance(burst.stamp[i]);
                    carry(program, burst, i, splitter.gateOf(burst, i));
                }
                gates.forEach(Gate::flush);
            }
            if (seen < wanted) {
                throw new Refused(Problem.error(
                        "capture " + file.getFileName() + " has " + seen + " frames, no frame " + wanted,
                        "ask for 1 to " + seen));
            }
            drain(program);
        } catch (PortRefused refused) {
            throw new Refused(Problem.error(String.valueOf(refused.getMessage()), ""));
        }
    }

    private Port open(Path file) throws PortRefused {
        PortDriver driver = platform.drivers().stream()
                .filter(one -> one.name().equals("pcap"))
                .findFirst()
                .orElseThrow(() -> new PortRefused("no driver reads captures; install the ports bundle"));
        return driver.open(new PortDriver.Request("packet", Map.of("in", file.toString()), assembly.base()));
    }

    private static void carry(Program program, Burst burst, int slot, Gate gate) {
        program.entering(burst, slot, gate);
        program.process(burst, slot, gate);
    }

    /// Lets what was delayed go on.
    private static void drain(Program program) {
        while (program.held() > 0) {
            program.advance(program.nextDue());
        }
    }

    private Why answer() {
        boolean passed = !port.isEmpty();
        return new Why(packet, List.copyOf(steps), passed, port, node, passed ? "" : reason, rule);
    }

    @Override
    public void step(String place, String what, String verdict) {
        steps.add(new Why.Step(place, what, verdict));
        if (place.startsWith("node ") && verdict.contains(" by ")) {
            rule = verdict.substring(verdict.indexOf(" by ") + 4);
        }
    }

    @Override
    public void dropped(String where, String why, String detail) {
        node = where;
        reason = why;
        rule = detail;
        steps.add(new Why.Step(where.isEmpty() ? "drop" : "node " + where, "goes no further", "drop (" + why + ")"));
    }

    @Override
    public void left(String out) {
        port = out;
        steps.add(new Why.Step("port " + out, "leaves", "pass"));
    }
}
