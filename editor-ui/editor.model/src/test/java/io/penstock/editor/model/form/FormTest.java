// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.penstock.chain.Chain;
import io.penstock.chain.Node;
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
import org.junit.jupiter.api.Test;

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
        assertThat(odd.texts()).containsExactly("a", "b");
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
    }
}
