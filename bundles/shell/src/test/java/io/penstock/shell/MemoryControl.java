// SPDX-License-Identifier: Apache-2.0
package io.penstock.shell;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import io.penstock.api.control.Control;
import io.penstock.api.control.DriverInfo;
import io.penstock.api.control.Explanation;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.InstalledBundle;
import io.penstock.api.control.Manner;
import io.penstock.api.control.Proof;
import io.penstock.api.control.Report;
import io.penstock.api.control.Status;
import io.penstock.api.control.Update;
import io.penstock.api.control.Why;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A dataplane without packets: it keeps the chains that are deployed, and lets a test decide when they end.
public final class MemoryControl implements Control {
    private static final Pattern NAME = Pattern.compile("(?m)^chain: (\\S+)$");

    private final Map<String, String> running = new LinkedHashMap<>();
    private final List<ChainRequest> requests = new CopyOnWriteArrayList<>();
    private final Semaphore ends = new Semaphore(0);
    private final List<FunctionInfo> functions = new ArrayList<>(Sample.functions());
    private final List<String> files = new CopyOnWriteArrayList<>();

    /// Lets one wait for the end of a chain succeed.
    public void end() {
        ends.release();
    }

    public List<ChainRequest> requests() {
        return requests;
    }

    @Override
    public synchronized Status status() {
        return new Status(
                "memory",
                ProcessHandle.current().pid(),
                System.currentTimeMillis(),
                running.entrySet().stream()
                        .map(entry ->
                                new Status.Running(entry.getKey(), entry.getValue(), Status.State.RUNNING, List.of()))
                        .toList());
    }

    @Override
    public synchronized Status.Running deploy(ChainRequest request) throws Refused {
        String name = name(request);
        running.put(name, request.file());
        return new Status.Running(name, request.file(), Status.State.RUNNING, List.of("rule 3 can never match"));
    }

    @Override
    public Update swap(ChainRequest request, Manner manner) throws Refused {
        deploy(request);
        return new Update("chain " + name(request), "", "", Update.Outcome.DONE, List.of(), List.of());
    }

    @Override
    public boolean awaitEnd(String chain, long millis) throws Refused {
        check(chain);
        try {
            return ends.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public synchronized Report stop(String chain) throws Refused {
        check(chain);
        running.remove(chain);
        return Sample.report(chain, Status.State.ENDED);
    }

    @Override
    public Report show(String chain) throws Refused {
        check(chain);
        return Sample.report(chain, Status.State.RUNNING);
    }

    @Override
    public List<SessionRow> sessions(String chain, int limit) throws Refused {
        check(chain);
        return Sample.sessions();
    }

    @Override
    public Work work(String chain) {
        return Sample.work();
    }

    @Override
    public List<FunctionInfo> functions() {
        return functions;
    }

    @Override
    public List<DriverInfo> drivers() {
        return Sample.drivers();
    }

    @Override
    public synchronized ChainRequest running(String chain) throws Refused {
        return requests.stream()
                .filter(request -> running.containsKey(chain) && request.text().contains("chain: " + chain + "\n"))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new Refused(Problem.error("no chain `" + chain + "` runs here", "")));
    }

    @Override
    public List<Problem> check(ChainRequest request) {
        return List.of();
    }

    @Override
    public List<LayerInfo> layers() {
        return Sample.layers();
    }

    @Override
    public Explanation explain(ChainRequest request) throws Refused {
        return Sample.explanation(name(request));
    }

    @Override
    public Proof prove(ChainRequest request) throws Refused {
        return Sample.proof(name(request));
    }

    @Override
    public Why why(ChainRequest request, String packet) throws Refused {
        name(request);
        if (packet.startsWith("throw")) {
            throw new IllegalStateException("thrown by the test");
        }
        return Sample.why(packet, packet.contains("80"));
    }

    /// What was installed and not removed.
    public List<String> installedFiles() {
        return files;
    }

    @Override
    public List<String> install(String file) {
        String name = String.valueOf(Path.of(file).getFileName());
        files.add(name);
        return List.of("installed " + name);
    }

    @Override
    public String remove(String name) {
        files.remove(name);
        return "removed " + name;
    }

    @Override
    public Update update(String file, Manner manner) throws Refused {
        if (file.endsWith("broken.jar")) {
            throw new Refused(Problem.error(file + " is no jar", "give a bundle"));
        }
        return Sample.update(manner);
    }

    @Override
    public Update rollback(String name, Manner manner) {
        return Sample.update(manner);
    }

    @Override
    public String confirm(String name) {
        return name + " counts";
    }

    @Override
    public List<InstalledBundle> installed() {
        return Sample.bundles();
    }

    private synchronized void check(String chain) throws Refused {
        if (!running.containsKey(chain)) {
            throw new Refused(Problem.error("no chain called " + chain + " runs", "see what runs: penstock ps"));
        }
    }

    private String name(ChainRequest request) throws Refused {
        requests.add(request);
        Matcher name = NAME.matcher(request.text());
        if (!name.find() || name.group(1).equals("refused")) {
            throw new Refused(new Problem(
                    Problem.Severity.ERROR,
                    request.file(),
                    2,
                    8,
                    "",
                    "the name is refused by the test",
                    "take another"));
        }
        return name.group(1);
    }
}
