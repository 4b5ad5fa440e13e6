// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penstock.api.Syntax;
import io.penstock.api.control.FunctionInfo;
import io.penstock.api.control.FunctionInfo.Property;
import io.penstock.chain.Chain;
import io.penstock.chain.End;
import io.penstock.chain.Node;
import io.penstock.chain.Wire;
import io.penstock.editor.model.Chains;
import io.penstock.editor.model.Installed;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.form.Field.Fault;
import io.penstock.editor.model.form.Field.Kind;
import io.penstock.editor.model.form.Field.Origin;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.palette.Palette;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormTest {
    private static final Palette PALETTE = Installed.palette();

    private static Form form(String type, Map<String, Object> properties) {
        return Form.of(Node.of("x", type, properties), PALETTE);
    }

    private static List<String> faults(String type, String key, Object value) {
        return form(type, Map.of()).field(key).orElseThrow().faults(value).stream()
                .map(fault -> fault.item() + ":" + fault.column() + " " + fault.what())
                .toList();
    }

    @Test
    void shouldShapeFieldsByWhatAFunctionSaysOfItself() {
        assertThat(form("firewall", Map.of()).fields())
                .extracting(Field::key, Field::kind)
                .startsWith(tuple("rules", Kind.LIST), tuple("policy", Kind.CHOICE), tuple("match", Kind.TEXT));
        assertThat(form("classifier", Map.of()).field("branches").orElseThrow().kind())
                .isEqualTo(Kind.NAMED);
        assertThat(form("impair", Map.of()).fields().subList(0, 4))
                .extracting(Field::kind)
                .containsExactly(Kind.NUMBER, Kind.NUMBER, Kind.PASSWORD, Kind.SWITCH);
    }

    @Test
    void shouldKeepKeysThatNobodyKnows() {
        Form form = form("firewall", Map.of("odd", List.of("a", "b")));
        Field odd = form.field("odd").orElseThrow();
        assertThat(odd.origin()).isEqualTo(Origin.UNKNOWN);
        assertThat(odd.text()).isEqualTo("a\nb");
        assertThat(odd.entered("a")).contains(List.of("a"));
        assertThat(form("not-here", Map.of("a", 1L)).description()).contains("not installed");
    }

    @Test
    void shouldFindFaultsAtItemAndColumn() {
        assertThat(faults("firewall", "rules", List.of("allow udp port 53", "deny from server tpc port 80")))
                .singleElement()
                .asString()
                .startsWith("1:17 ");
        assertThat(faults("impair", "loss", 101L)).containsExactly("0:0 101 is too large");
        assertThat(faults("impair", "delay", "soon")).containsExactly("0:0 'soon' is no whole number");
        assertThat(faults("firewall", "policy", "perhaps")).containsExactly("0:0 'perhaps' is not among the values");
        assertThat(faults("nat", "address", "198.51.100")).containsExactly("0:0 198.51.100 is no address");
        assertThat(faults("nat", "address", "2001:db8::1")).isEmpty();
        assertThat(faults("nat", "inside", List.of("10.0.0.0/8", "10.0.0.0/33")))
                .containsExactly("1:0 10.0.0.0/33 is no address or network");
        assertThat(faults("nat", "ports", "2000-1000")).hasSize(1);
        assertThat(faults("nat", "ports", "1000-2000")).isEmpty();
        assertThat(faults("classifier", "branches", Map.of("web", "tcp prot 80")))
                .hasSize(1);
        assertThat(faults("firewall", "match", "tcp and")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "WHOLE_NUMBER, 5, true",
        "WHOLE_NUMBER, 5.5, false",
        "WHOLE_NUMBER, 101, false",
        "WHOLE_NUMBER, -1, false",
        "NUMBER, 99.9, true",
        "NUMBER, 1e2, true",
        "NUMBER, much, false"
    })
    void shouldHoldNumbersWithinTheirBounds(FunctionInfo.Kind kind, String text, boolean good) {
        assertThat(field(kind, Syntax.Kind.PLAIN).fault(text).isEmpty()).isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({
        "ADDRESS, 192.0.2.7, true",
        "ADDRESS, 2001:db8::7, true",
        "ADDRESS, example.org, false",
        "ADDRESS, 192.0.2, false",
        "CIDR, 192.0.2.0/24, true",
        "CIDR, 192.0.2.0/33, false",
        "CIDR, 2001:db8::/64, true",
        "CIDR, 2001:db8::/129, false",
        "PORTS, 80, true",
        "PORTS, 8000-8080, true",
        "PORTS, 8080-8000, false",
        "PORTS, 65536, false"
    })
    void shouldKnowHowAddressesNetworksAndPortsAreWritten(Syntax.Kind syntax, String text, boolean good) {
        assertThat(field(FunctionInfo.Kind.TEXT, syntax).fault(text).isEmpty()).isEqualTo(good);
    }

    private static Field field(FunctionInfo.Kind kind, Syntax.Kind syntax) {
        Property property =
                new Property("p", "P", "", kind, false, false, List.of(), "0", "100", List.of(), syntax, List.of());
        return new Field(property, Kind.TEXT, Origin.OWN, Optional.empty());
    }

    @Test
    void shouldSayWithWhichWordsARuleBegins() {
        Field rules = form("firewall", Map.of()).field("rules").orElseThrow();
        assertThat(rules.fault("permit tcp"))
                .hasValueSatisfying(fault -> assertThat(fault.text()).contains("allow, deny"));
        assertThat(rules.fault("deny")).isEmpty();
        assertThat(rules.matchStart("allow from any tcp")).isEqualTo("allow from any ".length());
        assertThat(rules.matchStart("permit tcp")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"firewall, rules, 'allow tcp|deny'", "classifier, branches, 'web: tcp port 80|rest:'"})
    void shouldReadSeveralValuesAsTheyAreShown(String type, String key, String shown) {
        Field empty = form(type, Map.of()).field(key).orElseThrow();
        String text = shown.replace('|', '\n');
        Object entered = empty.entered(" " + text.replace("\n", "\n\n") + " \n").orElseThrow();
        assertThat(form(type, Map.of(key, entered)).field(key).orElseThrow().text())
                .isEqualTo(text);
        assertThat(empty.entered(" \n")).isEmpty();
        assertThat(empty.text()).isEmpty();
    }

    @Test
    void shouldKeepWiresOfAnOutputThatIsRenamed() throws Exception {
        Drawing drawing = Edits.apply(
                Edits.apply(
                        Drawing.empty("c"),
                        Edits.addNode(
                                "split", "classifier", Map.of("branches", Map.of("web", "tcp")), new Point(0, 0))),
                Edits.addNode("fw", "firewall", Map.of(), new Point(0, 0)));
        Drawing wired = Edits.apply(drawing, Edits.connect(new Wire(new End("split", "web"), End.of("fw"))));
        Form form = Form.of(wired.chain(), "split", PALETTE).orElseThrow();
        Field branches = form.field("branches").orElseThrow();
        Drawing renamed = Edits.apply(wired, form.enter(branches, branches.entered("www: tcp")));
        assertThat(renamed.chain().wires()).containsExactly(new Wire(new End("split", "www"), End.of("fw")));
        assertThat(renamed.chain().node("split").orElseThrow().properties())
                .containsEntry("branches", Map.of("www", "tcp"));
    }

    @Test
    void shouldKeepAKeyThatNobodyKnowsThoughItsValueIsErased() throws Exception {
        Drawing drawing = Edits.apply(
                Drawing.empty("c"),
                Edits.addNode("fw", "firewall", Map.of("odd", 5L, "policy", "allow"), new Point(0, 0)));
        Form form = Form.of(drawing.chain(), "fw", PALETTE).orElseThrow();
        Field odd = form.field("odd").orElseThrow();
        assertThat(odd.entered("6")).contains(6L);
        Map<String, Object> properties = Edits.apply(drawing, form.enter(odd, odd.entered("")))
                .chain()
                .node("fw")
                .orElseThrow()
                .properties();
        assertThat(properties).containsEntry("odd", "");
        Field policy = form.field("policy").orElseThrow();
        assertThat(Edits.apply(drawing, form.enter(policy, Optional.empty()))
                        .chain()
                        .node("fw")
                        .orElseThrow()
                        .properties())
                .doesNotContainKey("policy");
    }

    @Test
    void shouldSayWhatHasToBeSet() {
        assertThat(form("nat", Map.of()).field("address").orElseThrow().faults())
                .extracting(Fault::what)
                .containsExactly("address has to be set");
        assertThat(form("firewall", Map.of()).field("rules").orElseThrow().faults())
                .isEmpty();
    }

    @Test
    void shouldKeepWhatWasTypedEvenWhereItIsWrong() {
        Field loss = form("impair", Map.of()).field("loss").orElseThrow();
        assertThat(loss.parsed("2.5")).isEqualTo(2.5);
        assertThat(loss.parsed("2")).isEqualTo(2L);
        assertThat(loss.parsed("two")).isEqualTo("two");
        assertThat(form("impair", Map.of()).field("on").orElseThrow().parsed("true"))
                .isEqualTo(true);
    }

    @Test
    void shouldNotWriteDownWhatHoldsUnasked() throws Exception {
        Drawing drawing = Edits.apply(
                Drawing.empty("c"), Edits.addNode("fw", "firewall", Map.of("policy", "allow"), new Point(0, 0)));
        Form form = Form.of(drawing.chain(), "fw", PALETTE).orElseThrow();
        Drawing set = Edits.apply(drawing, form.set(form.field("observe").orElseThrow(), true));
        assertThat(set.draft().text()).contains("observe: true");
        Drawing back = Edits.apply(set, form.set(form.field("observe").orElseThrow(), false));
        assertThat(back.hash()).isEqualTo(drawing.hash());
        Drawing unset = Edits.apply(drawing, form.unset(form.field("policy").orElseThrow()));
        assertThat(unset.draft().text()).contains("fw: {type: firewall}");
    }

    @Test
    void shouldShowPortsByTheirDriver() {
        Chain chain = Chains.branches();
        Form form = Form.of(chain, "lan", PALETTE).orElseThrow();
        assertThat(form.fields()).extracting(Field::key).containsExactly("driver", "in", "out");
        assertThat(form.field("driver").orElseThrow().property().options()).containsExactly("dpdk", "pcap");
        assertThat(Form.of(chain, "gone", PALETTE)).isEmpty();
    }

    @Test
    void shouldCompleteRulesWordByWord() {
        var rules = form("firewall", Map.of()).field("rules").orElseThrow().property();
        assertThat(Completion.of(rules, "", 0).words()).containsExactly("allow", "deny");
        assertThat(Completion.of(rules, "al", 2)).isEqualTo(new Completion(0, List.of("allow")));
        assertThat(Completion.of(rules, "allow ", 6).words())
                .startsWith("from client", "from server", "from any")
                .contains("tcp", "not");
        assertThat(Completion.of(rules, "allow from server ", 18).words()).contains("udp");
        assertThat(Completion.of(rules, "allow tcp po", 12))
                .isEqualTo(new Completion(10, List.of("port", "portrange")));
        assertThat(Completion.of(rules, "allow tcp port 80 ", 18).words()).contains("and", "or");
        assertThat(Completion.of(rules, "allow tcp port", 14).words())
                .as("a whole word is not held up by longer ones")
                .isEmpty();
    }
}
