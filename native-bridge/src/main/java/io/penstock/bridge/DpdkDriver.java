// SPDX-License-Identifier: Apache-2.0
package io.penstock.bridge;

import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.api.port.PortRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// Opens ports on DPDK devices: `dpdk:DEVICE[;OPTION=NUMBER]...`, where a device is a PCI address or a virtual device
/// such as `net_af_packet0,iface=eth1`.
@Component(service = PortDriver.class)
public final class DpdkDriver implements PortDriver {
    private static final String DEVICE = "device";

    private static final List<Option> OPTIONS = List.of(
            new Option(DEVICE, true, "a PCI address, or a virtual device with its arguments"),
            new Option("queues", false, "receive and send queues (1)"),
            new Option("descriptors", false, "descriptors of each queue (1024)"),
            new Option("mbufs", false, "buffers for frames on their way (8192)"),
            new Option("mbuf-size", false, "octets of each buffer (2048)"));

    private static final Pattern CAPTURE = Pattern.compile("net_pcap.*?,rx_pcap=([^,]+)(?:,.*)?");
    private static final Pattern IFACE = Pattern.compile(",(?:iface|remote)=([^,]+)");
    private static final int MOST_QUEUES = 16;

    private final List<DpdkPort> open = new ArrayList<>();

    @Activate
    public DpdkDriver() {}

    @Override
    public String name() {
        return "dpdk";
    }

    @Override
    public String description() {
        return "Takes packets from a network card, or a virtual device of DPDK, and sends them there";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public Map<String, Object> parse(String rest) throws PortRefused {
        String[] parts = rest.split(";", -1);
        Map<String, Object> options = new LinkedHashMap<>();
        options.put(DEVICE, parts[0].strip());
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length < 2 || !pair[1].strip().matches("\\d{1,9}")) {
                throw new PortRefused("'" + parts[i] + "' is no OPTION=NUMBER; write dpdk:DEVICE;mbufs=8192");
            }
            options.put(pair[0].strip(), Integer.valueOf(pair[1].strip()));
        }
        return options;
    }

    @Override
    public synchronized Port open(Request request) throws PortRefused {
        checkOptions(request);
        String device = device(request);
        Bridge.Options options = new Bridge.Options(
                number(request, "queues", 1, 1, MOST_QUEUES),
                number(request, "descriptors", 1024, 32, 32_768),
                number(request, "mbufs", 8_192, 256, 1 << 23),
                number(request, "mbuf-size", 2_048, 64, 16_384));
        try {
            Bridge.start();
        } catch (PortRefused refused) {
            throw refused(request, String.valueOf(refused.getMessage()));
        }
        checkInterface(request, device);
        dropDead(device);
        long[] queues = new long[options.queues()];
        if (Bridge.open(device, options, queues) != 0) {
            throw refused(request, device + ": " + why(device));
        }
        List<DpdkPort> ports = open;
        DpdkPort[] self = new DpdkPort[1];
        DpdkPort port = new DpdkPort(device, source(device), under(device), options, queues, () -> forget(ports, self));
        self[0] = port;
        synchronized (open) {
            open.add(port);
        }
        return port;
    }

    /// The capture that a device reads, by its real path.
    private static Optional<String> source(String device) {
        Matcher capture = CAPTURE.matcher(device);
        try {
            return capture.matches()
                    ? Optional.of(Path.of(capture.group(1)).toRealPath().toString())
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /// The kernel's interface that a device uses.
    private static Optional<KernelInterface> under(String device) {
        Matcher named = IFACE.matcher(device);
        return named.find() && !device.startsWith("net_tap")
                ? Optional.of(new KernelInterface(named.group(1), Shim.ps_interface(named.group(1))))
                : Optional.empty();
    }

    /// Takes away what is left of a device whose interface went away, so that it can be opened anew.
    private void dropDead(String device) {
        List<DpdkPort> dead;
        synchronized (open) {
            dead = open.stream()
                    .filter(port -> port.device().equals(device) && !port.isWhole())
                    .toList();
        }
        dead.forEach(port -> port.takeAway("its interface went away; deploy the chain again to use this port"));
    }

    private static void forget(List<DpdkPort> ports, DpdkPort[] port) {
        synchronized (ports) {
            ports.remove(port[0]);
        }
    }

    private static String why(String device) {
        String message = Shim.ps_message();
        List<String> missing = Capabilities.missing(device);
        if (!missing.isEmpty()) {
            return message + "; this process lacks " + String.join(", ", missing) + ": run as root, or grant it";
        }
        if (message.contains("memory")) {
            return message + "; give it fewer or smaller mbufs, or more hugepages (/proc/sys/vm/nr_hugepages; "
                    + (Bridge.freeHugeBytes() >> 20) + " MB are free)";
        }
        return message
                + "; ./penstock show ports tells which ports are open, dpdk-devbind.py -s which devices there are";
    }

    private static void checkInterface(Request request, String device) throws PortRefused {
        Matcher named = IFACE.matcher(device);
        if (!device.startsWith("net_tap") && named.find() && Shim.ps_interface(named.group(1)) == 0) {
            throw refused(
                    request,
                    device + ": no interface is called " + named.group(1)
                            + " here; ip -br link lists those that there are");
        }
    }

    private static void checkOptions(Request request) throws PortRefused {
        TreeSet<String> unknown = new TreeSet<>(request.options().keySet());
        OPTIONS.forEach(option -> unknown.remove(option.name()));
        if (!unknown.isEmpty()) {
            String names = OPTIONS.stream().map(Option::name).collect(Collectors.joining(", "));
            throw refused(request, "unknown option '" + unknown.first() + "'; its options are " + names);
        }
    }

    private static String device(Request request) throws PortRefused {
        if (request.options().get(DEVICE) instanceof String device && !device.isBlank()) {
            return device.strip();
        }
        throw refused(request, "no device; write device: \"net_af_packet0,iface=eth1\" or a PCI address");
    }

    private static int number(Request request, String option, int usual, int least, int most) throws PortRefused {
        Object value = request.options().getOrDefault(option, usual);
        if (value instanceof Number number && number.longValue() >= least && number.longValue() <= most) {
            return number.intValue();
        }
        throw refused(request, "option '" + option + "' is " + value + "; give a number from " + least + " to " + most);
    }

    private static PortRefused refused(Request request, String what) {
        return new PortRefused("port " + request.port() + ": " + what);
    }

    /// Takes all devices away: this version of the bundle goes, a newer one may come.
    @Deactivate
    public void close() {
        List<DpdkPort> ports;
        synchronized (open) {
            ports = List.copyOf(open);
        }
        ports.forEach(port -> port.takeAway("the DPDK bridge was stopped; deploy the chain again to use this port"));
    }
}
