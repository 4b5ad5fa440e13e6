// SPDX-License-Identifier: Apache-2.0
package io.penstock.chain;

import io.penstock.api.BadProperty;
import io.penstock.api.Problem;
import io.penstock.api.Problem.Severity;
import io.penstock.api.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A chain together with the text it was read from, so that anything found wrong with it later can be shown
/// there.
///
/// What is read is checked as far as that needs no knowledge of functions and drivers. A document never
/// changes.
///
/// ```java
/// ChainDocument document = ChainDocument.read(Path.of("office-edge.chain.yaml"));
/// document.chain().node("fw").orElseThrow().properties();
/// throw new Refused(document.problem("fw", "rules", 2, 4, "unknown word `fro`", "did you mean `from`?"));
/// ```
public final class ChainDocument {
    private static final String SCHEMA = "chain.schema.json";

    /// What may only follow from other mistakes of the text.
    private static final Set<Class<? extends Finding>> FOLLOWING =
            Set.of(Finding.NoSide.class, Finding.Unreached.class, Finding.DeadEnd.class, Finding.Unwired.class);

    private final Source source;
    private final String text;
    private final Tree.Mapping root;
    private final List<String> footer;
    private final Chain chain;
    private final Map<Wire, Integer> wires;
    private final Map<String, Tree.Slot> elements;
    private final Canonical canonical;
    private final List<Problem> problems;

    private ChainDocument(
            Source source,
            String text,
            Tree.Mapping root,
            List<String> footer,
            Chain chain,
            Map<Wire, Integer> wires,
            Map<String, Tree.Slot> elements,
            Canonical canonical,
            List<Problem> problems) {
        this.source = source;
        this.text = text;
        this.root = root;
        this.footer = footer;
        this.chain = chain;
        this.wires = wires;
        this.elements = elements;
        this.canonical = canonical;
        this.problems = problems;
    }

    /// Reads a document.
    ///
    /// @param file its name for messages
    /// @param text YAML of at most 1 MB, without anchors, aliases and tags
    /// @throws Refused with all that is wrong, in the order of the text
    public static ChainDocument parse(String file, String text) throws Refused {
        Complaints complaints = new Complaints(TextGate.admit(Quoting.shownWhole(file), text));
        ChainDocument document = parse(text, complaints);
        complaints.refuseIfAny();
        return document;
    }

    /// Reads a document that need not be finished: ports and wires may be missing, and the drawing may be wrong as
    /// a whole. [#problems] says what stops it.
    ///
    /// @throws Refused when what is there cannot be read as a chain
    public static ChainDocument unfinished(String file, String text) throws Refused {
        Complaints complaints = new Complaints(TextGate.admit(Quoting.shownWhole(file), text), true);
        ChainDocument document = parse(text, complaints);
        complaints.refuseIfUnreadable();
        return document;
    }

    private static ChainDocument parse(String text, Complaints complaints) throws Refused {
        Source source = complaints.source();
        TreeReader.Result read = TreeReader.read(source, complaints);
        if (!(read.root() instanceof Tree.Mapping root)) {
            complaints.error(read.root().start(), "", "no chain: this is not a map", "begin with `format: 1`");
            throw complaints.refusal();
        }
        ChainReader reader = new ChainReader(complaints);
        ChainReader.Result result = reader.read(root);
        Map<Wire, Integer> wires = result.wires()
                .map(slot -> new WireReader(source, complaints, result, reader.faulty()).read(slot))
                .orElseGet(LinkedHashMap::new);
        Chain chain =
                new Chain(result.name(), result.ports(), result.nodes(), List.copyOf(wires.keySet()), result.workers());
        Map<String, Tree.Slot> elements = reader.elements();
        boolean whole = !complaints.hasErrors();
        for (Finding finding : GraphCheck.of(chain)) {
            if (whole || !FOLLOWING.contains(finding.getClass())) {
                complaints.add(offset(finding, chain, wires, elements), finding);
            }
        }
        List<String> footer = Comments.attach(source, read);
        return new ChainDocument(
                source, text, root, footer, chain, wires, elements, new Canonical(root, footer), complaints.all());
    }

    private static int offset(Finding finding, Chain chain, Map<Wire, Integer> wires, Map<String, Tree.Slot> elements) {
        String element = finding instanceof Finding.NoSide
                ? chain.ports().keySet().stream().findFirst().orElse("")
                : finding.element();
        return finding.wires().stream()
                .mapToInt(wire -> wires.getOrDefault(wire, 0))
                .max()
                .orElseGet(() -> offset(elements, element));
    }

    /// Reads a file.
    ///
    /// @throws Refused when it cannot be read, is no UTF-8 text, or as [#parse] says
    public static ChainDocument read(Path path) throws Refused {
        return parse(path.toString(), TextGate.read(path));
    }

    /// The text of a file, which need not be a chain.
    ///
    /// @throws Refused when it cannot be read, is too long, or is no UTF-8 text
    public static String readText(Path path) throws Refused {
        return TextGate.read(path);
    }

    /// Writes a chain down in canonical form.
    ///
    /// @throws Refused as [#parse] says
    public static ChainDocument of(String file, Chain chain) throws Refused {
        return parse(file, ChainWriter.write(chain));
    }

    /// The JSON Schema (2020-12) of the document, as text.
    public static String schema() {
        try (InputStream in = ChainDocument.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException(SCHEMA + " is missing from this bundle");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The file's name for messages.
    public String file() {
        return source.file();
    }

    /// The text as it was given.
    public String text() {
        return text;
    }

    public Chain chain() {
        return chain;
    }

    /// What a person should know and what stops nothing, such as a node that no client reaches.
    public List<Problem> warnings() {
        return problems.stream()
                .filter(problem -> problem.severity() == Severity.WARNING)
                .toList();
    }

    /// Errors of a document that was read by [#unfinished], in the order of the text, and then all warnings.
    public List<Problem> problems() {
        return problems;
    }

    /// The same document with a port replaced for one run; text and places stay those of the file.
    ///
    /// @throws Refused when there is no such port
    public ChainDocument withPort(PortSpec port) throws Refused {
        return new ChainDocument(
                source, text, root, footer, chain.withPort(port), wires, elements, canonical, problems);
    }

    /// The same document with another number of workers for one run; text and places stay those of the file.
    public ChainDocument withWorkers(int count) {
        return new ChainDocument(
                source, text, root, footer, chain.withWorkers(count), wires, elements, canonical, problems);
    }

    /// Where a port or node begins; the start of the text when there is none of this name.
    public Place where(String element) {
        return source.place(offset(elements, element));
    }

    /// Where a value begins; the nearest thing around it where it is not written in the text.
    ///
    /// @param element a port or node
    /// @param property a key of it
    /// @param item index into a list, or into a map in the order of the text; 0 for a single value
    public Place where(String element, String property, int item) {
        return where(element, property, item, 0);
    }

    /// Where a character of a value stands, through quotes, escapes and folded lines.
    ///
    /// @param column index into the value, in characters from 0
    public Place where(String element, String property, int item, int column) {
        return source.place(slot(element, property)
                .map(slot -> offset(slot, item, column))
                .orElseGet(() -> offset(elements, element)));
    }

    /// Where a wire begins; the start of the text when there is no such wire.
    public Place where(Wire wire) {
        return source.place(wires.getOrDefault(wire, 0));
    }

    /// An error at a character of a value.
    public Problem problem(String element, String property, int item, int column, String what, String mend) {
        Place place = where(element, property, item, column);
        return new Problem(Severity.ERROR, file(), place.line(), place.column(), element, what, mend);
    }

    /// The error that a function reports of one of its properties.
    public Problem problem(String node, BadProperty bad) {
        return problem(node, bad.property(), bad.item(), bad.column(), bad.what(), bad.mend());
    }

    /// The error that a port or node has a key which nobody knows, at that key.
    ///
    /// @param known the properties that there are; keys of the platform are suggested, too
    public Problem unknownProperty(String element, String property, Collection<String> known) {
        Collection<String> all = new LinkedHashSet<>(known);
        Optional<Node> node = chain.node(element);
        Collection<String> own = List.copyOf(all);
        all.addAll(node.isPresent() ? Keys.NODE : List.of(Keys.DRIVER));
        String mend = Nearest.to(property, all)
                .map(near -> "did you mean `" + near + "`?")
                .orElseGet(() -> Nearest.hint(property, own));
        String kind = node.map(Node::type).or(() -> driver(element)).orElse(element);
        Place place =
                source.place(slot(element, property).map(Tree.Slot::start).orElseGet(() -> offset(elements, element)));
        String what = "`" + kind + "` has no property `" + Quoting.shown(property) + "`";
        return new Problem(Severity.ERROR, file(), place.line(), place.column(), element, what, mend);
    }

    /// The second step of checking: wires against the outputs of the functions.
    ///
    /// @throws Refused when a wire begins at an output that there is not, or an output leads nowhere
    public void checkOutputs(Outputs outputs) throws Refused {
        Complaints complaints = new Complaints(source);
        new OutputCheck(chain, wires, elements, complaints).run(outputs);
        complaints.refuseIfAny();
    }

    /// The same document with no wire, so that its functions can be looked at each by itself.
    public ChainDocument unwired() {
        Chain bare = new Chain(chain.name(), chain.ports(), chain.nodes(), List.of());
        return new ChainDocument(source, text, root, footer, bare, Map.of(), elements, canonical, problems);
    }

    /// The same to go on working on.
    Draft draft() {
        return Draft.of(text, root, footer);
    }

    /// The document in its one canonical form, comments included. It reads as the same chain, and is its own
    /// canonical form.
    public String canonical() {
        return canonical.text();
    }

    /// SHA-256 of the canonical form without comments and blank lines, in lower-case hex.
    public String hash() {
        return canonical.hash();
    }

    private Optional<String> driver(String element) {
        return chain.port(element).map(PortSpec::driver);
    }

    private Optional<Tree.Slot> slot(String element, String key) {
        return Optional.ofNullable(elements.get(element))
                .flatMap(slot -> slot.value().children().stream()
                        .filter(inner -> inner.name().equals(key))
                        .findFirst());
    }

    private int offset(Tree.Slot slot, int item, int column) {
        if (slot.value() instanceof Tree.Scalar scalar) {
            return Locator.locate(source, scalar, column);
        }
        List<Tree.Slot> items = slot.value().children();
        return item >= 0 && item < items.size()
                ? offset(items.get(item), 0, column)
                : slot.value().start();
    }

    private static int offset(Map<String, Tree.Slot> elements, String element) {
        return Optional.ofNullable(elements.get(element)).map(Tree.Slot::start).orElse(0);
    }
}
