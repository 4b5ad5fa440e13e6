// SPDX-License-Identifier: Apache-2.0
package io.penstock.api.control;

import io.penstock.api.Problem;
import io.penstock.api.Refused;
import java.util.List;
import java.util.Map;

/// Everything that can be asked of a dataplane. The command line, Gogo and the editor call it, in the same
/// process or over a socket; so parameters and results are records of strings, numbers, lists and maps.
///
/// Safe for use by several threads.
public interface Control {
    /// Who answers: process, state folder, when it started, and the chains that it runs.
    Status status();

    /// Deploys a chain and returns when its program runs. It takes the place of a chain of the same name that runs,
    /// as [#swap] does in the usual manner.
    ///
    /// @throws Refused when anything is wrong with it; what ran before goes on
    Status.Running deploy(ChainRequest request) throws Refused;

    /// Deploys a chain; where one of the same name runs, its program is replaced between two bursts: no packet is
    /// lost, ports that are the same stay open, sessions go on as `manner` says.
    ///
    /// @throws Refused when anything is wrong with it; what ran before goes on
    Update swap(ChainRequest request, Manner manner) throws Refused;

    /// Waits until the input of a chain has ended or the time is over.
    ///
    /// @param chain the chain's name
    /// @param millis how long to wait at the most, at most 1,000
    /// @return whether the chain has ended
    boolean awaitEnd(String chain, long millis) throws Refused;

    /// Stops a chain; what its ports had taken is sent before.
    ///
    /// @return the counters at the end
    Report stop(String chain) throws Refused;

    /// The counters of a chain.
    Report show(String chain) throws Refused;

    /// The sessions of a chain with their scratchpads, at most `limit`, those with the latest packets
    /// first.
    List<SessionRow> sessions(String chain, int limit) throws Refused;

    /// What the threads that carry a chain's packets have done since it started, and what each of its nodes costs:
    /// for that, some of the packets of the next second are timed.
    Work work(String chain) throws Refused;

    /// The functions that are installed.
    List<FunctionInfo> functions();

    /// The kinds of port that are installed.
    List<DriverInfo> drivers();

    /// The layers that are installed.
    List<LayerInfo> layers();

    /// Everything that is wrong with a chain or worth knowing of it, which need not be finished: errors
    /// in the order of the text, then warnings. Nothing is run and no port is opened.
    List<Problem> check(ChainRequest request);

    /// The document of a chain that runs, so that a drawing can be held against it. Ports that were replaced
    /// for its run are not told.
    ChainRequest running(String chain) throws Refused;

    /// What the resolver makes of a chain, without running it.
    Explanation explain(ChainRequest request) throws Refused;

    /// Tries on generated packets whether the plan of a chain does the same as its functions one after the other.
    /// Takes some seconds at the most; no port is opened.
    Proof prove(ChainRequest request) throws Refused;

    /// What would become of one packet, step by step.
    ///
    /// @param packet a packet as text such as `tcp 10.0.0.1:40000 > 192.0.2.7:80`, or `FILE:FRAME`, the
    ///     first frame being 1
    Why why(ChainRequest request, String packet) throws Refused;

    /// Adds a function bundle beside what is there; where another version of it is installed, nodes that name
    /// no version take the newest from their next deployment on.
    ///
    /// @param file a jar on the dataplane's machine
    /// @return what was installed, one line each
    /// @throws Refused when it cannot run here; then nothing has changed
    List<String> install(String file) throws Refused;

    /// Takes an installed bundle away, all versions of it.
    ///
    /// @return what was removed, in one line
    /// @throws Refused when a chain that runs has a function of it, or others need it
    String remove(String name) throws Refused;

    /// Puts another version of an installed function bundle in the place of the newest one, in the chains that run too.
    ///
    /// @param file a jar on the dataplane's machine
    /// @throws Refused when anything is wrong with it; what ran before goes on
    Update update(String file, Manner manner) throws Refused;

    /// Goes back to the version of a bundle that ran before the present one, in the chains that run too.
    ///
    /// @param name the bundle's symbolic name
    Update rollback(String name, Manner manner) throws Refused;

    /// Says that an update that waits for it is good.
    ///
    /// @param name the bundle's symbolic name, or `chain NAME` where a drawing was deployed
    /// @return what counts from now on, in one line
    String confirm(String name) throws Refused;

    /// The function bundles that a person installed, with the versions kept for the way back.
    List<InstalledBundle> installed();

    /// A chain as its author wrote it.
    ///
    /// @param file its name for messages and relative file names; may be empty
    /// @param text the YAML document
    /// @param ports ports replaced for this run: name to `DRIVER:REST`
    /// @param folder where relative file names of these begin; empty for the chain's own folder
    /// @param workers how many threads carry its packets for this run; 0 for as many as the document says
    record ChainRequest(String file, String text, Map<String, String> ports, String folder, int workers) {
        public ChainRequest {
            ports = Map.copyOf(ports);
        }

        /// A request whose relative file names all begin at the chain's folder.
        public ChainRequest(String file, String text, Map<String, String> ports) {
            this(file, text, ports, "");
        }

        /// A request for as many workers as the document says.
        public ChainRequest(String file, String text, Map<String, String> ports, String folder) {
            this(file, text, ports, folder, 0);
        }
    }

    /// One open session.
    ///
    /// @param key the tuple as the opener sent it, such as `tcp 10.0.0.1:40000 > 192.0.2.7:80`
    /// @param translated the same behind all nodes that translate it; empty where none does
    /// @param state the state's name, such as `established`
    /// @param idleMillis since its last packet
    /// @param path the nodes it visits, in order
    /// @param fields the scratchpad: `node.field` to value
    record SessionRow(
            String key,
            String translated,
            String state,
            long idleMillis,
            List<String> path,
            Map<String, String> fields) {}

    /// A protocol layer that is installed.
    ///
    /// @param name its header's name, such as `tcp`
    /// @param bundle symbolic name and version
    /// @param fields names of its fields
    /// @param follows what leads to it, such as `ipproto 6`
    record LayerInfo(String name, String bundle, List<String> fields, List<String> follows) {}

    /// What a chain's packets cost.
    ///
    /// @param nodes in the order of the chain
    record Work(List<WorkerRow> workers, List<NodeTime> nodes) {}

    /// What the packets cost at a node that were timed there, one after the other and not as compiled code.
    ///
    /// @param node its name in the chain
    /// @param type of its function
    /// @param calls bursts with at least one packet that came to it
    /// @param packets that came to it in these
    /// @param nanos time that they took there, in all
    record NodeTime(String node, String type, long calls, long packets, long nanos) {}

    /// One thread that carries packets.
    ///
    /// @param name the thread's, as `top -H` shows it
    /// @param seconds since it started
    /// @param cpuNanos time on a processor
    /// @param allocatedBytes heap that it has taken
    /// @param calls receives that brought at least one packet
    /// @param packets that it has received
    record WorkerRow(String name, double seconds, long cpuNanos, long allocatedBytes, long calls, long packets) {}
}
