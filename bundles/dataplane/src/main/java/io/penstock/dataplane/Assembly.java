// SPDX-License-Identifier: Apache-2.0
package io.penstock.dataplane;

import io.penstock.api.BadProperty;
import io.penstock.api.End;
import io.penstock.api.NetworkFunction;
import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.Side;
import io.penstock.api.Slice;
import io.penstock.api.control.Control.ChainRequest;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.match.Match;
import io.penstock.api.match.MatchParser;
import io.penstock.api.match.MatchSyntax;
import io.penstock.api.port.Port;
import io.penstock.api.port.PortDriver;
import io.penstock.api.port.PortRefused;
import io.penstock.api.stream.StreamFunction;
import io.penstock.api.stream.Streams;
import io.penstock.chain.Chain;
import io.penstock.chain.ChainDocument;
import io.penstock.chain.Node;
import io.penstock.chain.PortSpec;
import io.penstock.chain.Wire;
import io.penstock.dataplane.function.FunctionCatalog;
import io.penstock.dataplane.function.Properties;
import io.penstock.dataplane.packet.Headers;
import io.penstock.dataplane.program.Gate;
import io.penstock.dataplane.program.Nowhere;
import io.penstock.dataplane.program.Program;
import io.penstock.dataplane.program.Separate;
import io.penstock.resolver.Plan;
import io.penstock.resolver.Resolver;
import io.penstock.resolver.Wired;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A chain put together: its document read, its functions configured, its plan made. Closing it gives the functions
/// back.
public final class Assembly implements AutoCloseable {
    private final Platform platform;
    private final ChainDocument document;
    private final Headers headers;
    private final Map<String, Use> uses = new LinkedHashMap<>();
    private Optional<Assembly> before;
    private final ChainRequest request;

    /// The node that shares no function with the chain before; empty for none.
    private final String anew;

    private final Plan plan;
    private final Workers workers;
    private final Path base;

    /// A configured function and for what; assemblies that follow each other share it where nothing of it changed.
    private static final class Use {
        private final Node node;
        private final FunctionInfo info;
        private final FunctionCatalog.Instance instance;

        /// The function of each worker, this one first.
        private final List<FunctionCatalog.Instance> instances = new ArrayList<>();

        private int users = 1;

        Use(Node node, FunctionInfo info, FunctionCatalog.Instance instance) {
            this.node = node;
            this.info = info;
            this.instance = instance;
            instances.add(instance);
        }

        synchronized Use share() {
            users++;
            return this;
        }

        synchronized void close() {
            users--;
            if (users == 0) {
                instances.forEach(FunctionCatalog.Instance::close);
            }
        }

        boolean serves(Node other, FunctionInfo wanted, boolean same) {
            return same
                    && node.id().equals(other.id())
                    && node.type().equals(other.type())
                    && node.properties().equals(other.properties())
                    && info.bundle().equals(wanted.bundle())
                    && info.version().equals(wanted.version());
        }
    }

    /// @throws Refused with everything that is wrong; nothing is left behind
    public Assembly(Platform platform, ChainRequest request) throws Refused {
        this(platform, request, ChainDocument.parse(request.file(), request.text()), Optional.empty(), "");
    }

    /// A chain that takes the place of another: nodes that have not changed share their function with it.
    ///
    /// @throws Refused with everything that is wrong; nothing is left behind
    public Assembly(Platform platform, ChainRequest request, Assembly before) throws Refused {
        this(platform, request, ChainDocument.parse(request.file(), request.text()), Optional.of(before), "");
    }

    /// The same chain once more, in which one node has a function of its own.
    ///
    /// @throws Refused with everything that is wrong; nothing is left behind
    Assembly withOther(String node) throws Refused {
        return new Assembly(
                platform, request, ChainDocument.parse(request.file(), request.text()), Optional.of(this), node);
    }

    /// @param read the request's document
    Assembly(Platform platform, ChainRequest request, ChainDocument read) throws Refused {
        this(platform, request, read, Optional.empty(), "");
    }

    private Assembly(
            Platform platform, ChainRequest request, ChainDocument read, Optional<Assembly> before, String anew)
            throws Refused {
        this.platform = platform;
        this.anew = anew;
        this.request = request;
        this.before = before;
        Headers strict;
        try {
            strict = new Headers(platform.layers());
        } catch (IllegalArgumentException clash) {
            throw new Refused(Problem.error(String.valueOf(clash.getMessage()), ""));
        }
        document = withPorts(read, request.ports());
        base = Optional.ofNullable(Path.of(request.file()).toAbsolutePath().getParent())
                .orElse(Path.of("."));
        boolean whole = false;
        try {
            plan = Resolver.resolve(document.chain(), wire(), strict.all(), strict.protocols());
            headers = strict.tolerating(plan.tolerated());
            refuseUnshownStreams();
            workers = share();
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    /// Gives each worker functions of its own.
    private Workers share() throws Refused {
        Workers chosen =
                Workers.of(document.chain(), request.workers(), before.map(Assembly::workers), plan, functions(0));
        int running = before.map(one -> one.workers.count()).orElse(chosen.count());
        if (running != chosen.count()) {
            throw new Refused(Problem.error(
                    "chain " + document.chain().name() + " runs with " + running + " of the " + chosen.count()
                            + " workers that it should have",
                    "stop it first, then deploy it again"));
        }
        if (chosen.count() == 1) {
            return chosen;
        }
        for (Map.Entry<String, Use> entry : uses.entrySet()) {
            Use use = entry.getValue();
            try {
                while (use.instances.size() < chosen.count()) {
                    use.instances.add(
                            platform.functions().configure(use.info, Properties.of(use.node, use.info, base)));
                }
            } catch (IllegalArgumentException | IllegalStateException broken) {
                throw new Refused(document.problem(
                        entry.getKey(),
                        "type",
                        0,
                        0,
                        "function " + use.node.type() + " cannot be used more than once: " + broken.getMessage(),
                        "ask the function's author"));
            }
        }
        for (Plan.PlannedNode node : plan.nodes()) {
            if (node.wired().translates().contains(End.SOURCE) && !keepsTo(node.id(), chosen.count())) {
                return chosen.without(
                        document.chain(),
                        request.workers(),
                        "node " + node.id() + " gives sessions ports by which answers cannot be brought to each of "
                                + chosen.count());
            }
        }
        return chosen;
    }

    private boolean keepsTo(String node, int count) {
        Use use = java.util.Objects.requireNonNull(uses.get(node));
        for (int i = 0; i < count; i++) {
            if (!use.instances.get(i).function().keepsTo(new Slice(i, count))) {
                use.instance.function().keepsTo(new Slice(0, 1));
                return false;
            }
        }
        return true;
    }

    /// How many threads carry its packets, and why.
    Workers workers() {
        return workers;
    }

    private void refuseUnshownStreams() throws Refused {
        if (functions().values().stream().noneMatch(StreamFunction.class::isInstance)) {
            // Then nothing of any layer's streams is loaded.
            return;
        }
        List<Streams> shown = headers.streams();
        List<String> names = new ArrayList<>(shown.stream().map(Streams::header).toList());
        shown.forEach(Streams::close);
        headers.protocols().stream()
                .filter(protocol -> names.contains(protocol.under()))
                .forEach(protocol -> names.add(protocol.name()));
        for (Plan.PlannedNode node : plan.nodes()) {
            List<String> read =
                    node.wired().needs().stream().map(Wired.Need::layer).toList();
            boolean streams = functions().get(node.id()) instanceof StreamFunction<?>;
            if (streams && read.stream().noneMatch(names::contains)) {
                throw new Refused(Problem.error(
                        "node " + node.id() + " reads streams of " + String.join(", ", read)
                                + ", which no installed layer shows",
                        "install a layer that does; there is " + String.join(", ", names)));
            }
        }
    }

    private ChainDocument withPorts(ChainDocument read, Map<String, String> ports) throws Refused {
        ChainDocument replaced = read;
        for (Map.Entry<String, String> port : ports.entrySet()) {
            String spec = port.getValue();
            int colon = spec.indexOf(':');
            String driver = colon < 0 ? spec : spec.substring(0, colon);
            try {
                Map<String, Object> options = driver(driver).parse(colon < 0 ? "" : spec.substring(colon + 1));
                replaced = replaced.withPort(new PortSpec(port.getKey(), driver, options));
            } catch (PortRefused refused) {
                throw new Refused(Problem.error("--port " + port.getKey() + ": " + refused.getMessage(), ""));
            }
        }
        return replaced;
    }

    private PortDriver driver(String name) throws PortRefused {
        return platform.drivers().stream()
                .filter(driver -> driver.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PortRefused("no port driver is called '" + name + "'; there is "
                        + String.join(
                                ", ",
                                platform.drivers().stream()
                                        .map(PortDriver::name)
                                        .sorted()
                                        .toList())));
    }

    private List<Wired> wire() throws Refused {
        List<Problem> problems = new ArrayList<>();
        List<Wired> wired = new ArrayList<>();
        for (Node node : document.chain().nodes().values()) {
            try {
                wired.add(wire(node));
            } catch (Refused refused) {
                problems.addAll(refused.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        document.checkOutputs((type, node) -> outputs(node.id()));
        return wired;
    }

    private List<String> outputs(String node) {
        Use use = uses.get(node);
        List<String> outputs = use == null ? List.of() : use.instance.function().outputs();
        return outputs.size() == 1 && outputs.getFirst().equals("out") ? List.of() : outputs;
    }

    private Wired wire(Node node) throws Refused {
        FunctionInfo info = find(node);
        List<String> known =
                info.properties().stream().map(FunctionInfo.Property::id).toList();
        List<Problem> unknown = node.properties().keySet().stream()
                .filter(property -> !known.contains(property))
                .map(property -> document.unknownProperty(node.id(), property, known))
                .toList();
        if (!unknown.isEmpty()) {
            throw new Refused(unknown);
        }
        try {
            refusePlatformKeys(known);
            Use use = use(node, info);
            uses.put(node.id(), use);
            return Wired.of(node, narrowed(node), use.instance.function());
        } catch (BadProperty bad) {
            throw new Refused(document.problem(node.id(), bad));
        } catch (IllegalArgumentException | IllegalStateException broken) {
            throw new Refused(document.problem(
                    node.id(),
                    "type",
                    0,
                    0,
                    "function " + node.type() + " cannot be used: " + broken.getMessage(),
                    "ask the function's author"));
        }
    }

    private Use use(Node node, FunctionInfo info) throws BadProperty {
        Optional<Use> same = before.filter(one -> !node.id().equals(anew))
                .map(one -> one.uses.get(node.id()))
                .filter(use -> use.serves(node, info, platform.functions().isSame(info, use.instance)));
        return same.isPresent()
                ? same.get().share()
                : new Use(node, info, platform.functions().configure(info, Properties.of(node, info, base)));
    }

    private static void refusePlatformKeys(List<String> properties) {
        for (String key : properties) {
            if (Node.PLATFORM_KEYS.contains(key)) {
                throw new IllegalStateException("its property `" + key + "` is a key of the platform");
            }
        }
    }

    private Match narrowed(Node node) throws Refused {
        try {
            return MatchParser.parse(node.match());
        } catch (MatchSyntax wrong) {
            throw new Refused(document.problem(node.id(), "match", 0, wrong.column(), wrong.what(), wrong.mend()));
        }
    }

    private FunctionInfo find(Node node) throws Refused {
        List<FunctionInfo> installed = platform.functions().functions();
        Optional<FunctionInfo> found = installed.stream()
                .filter(info -> info.type().equals(node.type()))
                .filter(info -> node.version().isEmpty()
                        || matches(info.version(), node.version().get()))
                .max(Comparator.comparing(info -> org.osgi.framework.Version.parseVersion(info.version())));
        if (found.isPresent()) {
            return found.get();
        }
        boolean other = installed.stream().anyMatch(info -> info.type().equals(node.type()));
        String types = String.join(
                ", ",
                installed.stream().map(FunctionInfo::type).distinct().sorted().toList());
        throw new Refused(document.problem(
                node.id(),
                other ? "version" : "type",
                0,
                0,
                other
                        ? "function `" + node.type() + "` is not installed in version "
                                + node.version().orElse("")
                        : "function `" + node.type() + "` is not installed",
                "install its bundle with `penstock install FILE`"
                        + (types.isEmpty() ? "" : ", or use one of " + types)));
    }

    private static boolean matches(String version, String range) {
        try {
            var installed = org.osgi.framework.Version.parseVersion(version);
            return range.startsWith("[") || range.startsWith("(")
                    ? new org.osgi.framework.VersionRange(range).includes(installed)
                    : version.equals(range) || version.startsWith(range + ".");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public ChainDocument document() {
        return document;
    }

    public Chain chain() {
        return document.chain();
    }

    public Plan plan() {
        return plan;
    }

    public Headers headers() {
        return headers;
    }

    /// The folder that relative file names start from.
    public Path base() {
        return base;
    }

    /// What it was made of.
    public ChainRequest request() {
        return request;
    }

    /// The bundles whose functions it uses.
    public Set<Long> bundles() {
        return uses.values().stream().map(use -> use.instance.bundle()).collect(Collectors.toSet());
    }

    /// The nodes whose function comes from these bundles and that name no version of it.
    public List<String> nodesOf(Set<Long> bundles) {
        return uses.entrySet().stream()
                .filter(entry -> bundles.contains(entry.getValue().instance.bundle()))
                .filter(entry -> entry.getValue().node.version().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The nodes that do not share their function with the chain before: what is new or has changed.
    public List<String> changedNodes() {
        return uses.entrySet().stream()
                .filter(entry -> before.map(one -> one.uses.get(entry.getKey()) != entry.getValue())
                        .orElse(true))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Opens the ports of the chain.
    ///
    /// @throws Refused when one cannot be opened; those that were are closed again
    public List<Gate> openPorts() throws Refused {
        return openPorts(List.of());
    }

    /// Opens the ports of the chain but for those that it shares with the chain before.
    ///
    /// @param open the gates of the chain before
    /// @throws Refused when one cannot be opened; those that were are closed again
    public List<Gate> openPorts(List<Gate> open) throws Refused {
        List<Gate> gates = new ArrayList<>();
        List<Gate> opened = new ArrayList<>();
        List<String> clients = chain().clientPorts().stream().map(PortSpec::id).toList();
        for (PortSpec spec : chain().ports().values()) {
            try {
                Optional<Gate> kept = open.stream()
                        .filter(gate -> isSamePort(spec, gate.name()) && isWhole(gate.port()))
                        .findFirst();
                Port port = kept.isPresent()
                        ? kept.get().port()
                        : driver(spec.driver())
                                .open(new PortDriver.Request(spec.id(), spec.options(), base(spec.id())));
                Side side = clients.contains(spec.id()) ? Side.CLIENT : Side.SERVER;
                Gate gate = new Gate(gates.size(), spec.id(), side, spec.driver(), port);
                gates.add(gate);
                if (kept.isEmpty()) {
                    opened.add(gate);
                }
            } catch (PortRefused refused) {
                opened.forEach(Assembly::closeQuietly);
                throw new Refused(
                        document.problem(spec.id(), "driver", 0, 0, String.valueOf(refused.getMessage()), ""));
            }
        }
        return gates;
    }

    /// Where relative file names of a port begin: one given on a command line, where that was typed.
    private Path base(String port) {
        boolean typed = request.ports().containsKey(port) && !request.folder().isEmpty();
        return typed ? Path.of(request.folder()) : base;
    }

    private boolean isSamePort(PortSpec spec, String name) {
        return spec.id().equals(name)
                && before.map(one -> one.base(name).equals(base(name))
                                && spec.equals(one.chain().ports().get(name)))
                        .orElse(false);
    }

    /// A port that was taken away is opened anew; a capture that broke off is not read again.
    private static boolean isWhole(Port port) {
        return port.stamped() || port.isWhole();
    }

    private static void closeQuietly(Gate gate) {
        try {
            gate.port().close();
        } catch (PortRefused alsoBroken) {
            System.getLogger(Assembly.class.getName())
                    .log(System.Logger.Level.WARNING, "a port did not close", alsoBroken);
        }
    }

    /// Makes the program that runs the plan between these ports.
    ///
    /// @param capacity at most so many sessions
    /// @param seed makes the session hash secret
    public Program program(List<Gate> gates, int capacity, long seed) {
        return program(0, gates, capacity, seed);
    }

    /// Makes the program of one worker.
    ///
    /// @param gates the ports as it uses them
    public Program program(int worker, List<Gate> gates, int capacity, long seed) {
        if (Boolean.getBoolean("penstock.separate")) {
            return Separate.program(plansApart(), functions(), headers, gates, capacity, seed);
        }
        return new Program(plan, functions(worker), headers, gates, capacity, seed);
    }

    /// A plan for each node of a chain without branches, as if it were alone.
    private List<Plan> plansApart() {
        List<Plan> plans = new ArrayList<>();
        for (Plan.PathStep step : plan.paths().getFirst().steps()) {
            Wired wired = plan.nodes().stream()
                    .filter(node -> node.id().equals(step.node()))
                    .findFirst()
                    .orElseThrow()
                    .wired();
            List<Wire> wires = List.of(
                    new Wire(
                            io.penstock.chain.End.of(plan.paths().getFirst().client()),
                            io.penstock.chain.End.of(step.node())),
                    new Wire(
                            io.penstock.chain.End.of(step.node()),
                            io.penstock.chain.End.of(plan.paths().getFirst().server())));
            Chain alone = new Chain(chain().name(), chain().ports(), Map.of(step.node(), wired.node()), wires);
            try {
                plans.add(Resolver.resolve(alone, List.of(wired), headers.all(), headers.protocols()));
            } catch (Refused impossible) {
                throw new IllegalStateException("node " + step.node() + " cannot be alone", impossible);
            }
        }
        return plans;
    }

    /// The configured functions by node; where there are several workers, those of the first.
    public Map<String, NetworkFunction<?>> functions() {
        return functions(0);
    }

    private Map<String, NetworkFunction<?>> functions(int worker) {
        Map<String, NetworkFunction<?>> functions = new LinkedHashMap<>();
        uses.forEach(
                (node, use) -> functions.put(node, use.instances.get(worker).function()));
        return functions;
    }

    /// The same program with functions of its own and ports that send nowhere.
    ///
    /// @throws Refused when a function does not start
    Twin twin(int capacity) throws Refused {
        Map<String, NetworkFunction<?>> functions = new LinkedHashMap<>();
        List<FunctionCatalog.Instance> instances = new ArrayList<>();
        boolean made = false;
        try {
            for (Map.Entry<String, Use> entry : uses.entrySet()) {
                Use use = entry.getValue();
                FunctionCatalog.Instance instance =
                        platform.functions().configure(use.info, Properties.of(use.node, use.info, base));
                instances.add(instance);
                functions.put(entry.getKey(), instance.function());
            }
            List<String> clients =
                    chain().clientPorts().stream().map(PortSpec::id).toList();
            List<Gate> gates = new ArrayList<>();
            for (PortSpec spec : chain().ports().values()) {
                Side side = clients.contains(spec.id()) ? Side.CLIENT : Side.SERVER;
                gates.add(new Gate(gates.size(), spec.id(), side, spec.driver(), new Nowhere(true)));
            }
            Twin twin = new Twin(new Program(plan, functions, headers, gates, capacity, 1), instances);
            made = true;
            return twin;
        } catch (IllegalArgumentException | IllegalStateException broken) {
            throw new Refused(Problem.error("a second copy of the chain cannot be made: " + broken.getMessage(), ""));
        } finally {
            if (!made) {
                instances.forEach(FunctionCatalog.Instance::close);
            }
        }
    }

    /// A program to try things on.
    record Twin(Program program, List<FunctionCatalog.Instance> instances) implements AutoCloseable {
        @Override
        public void close() {
            program.close();
            instances.forEach(FunctionCatalog.Instance::close);
        }
    }

    /// Lets go of the chain before, in whose place this one is.
    void settled() {
        before = Optional.empty();
    }

    @Override
    public void close() {
        uses.values().forEach(Use::close);
        uses.clear();
    }
}
