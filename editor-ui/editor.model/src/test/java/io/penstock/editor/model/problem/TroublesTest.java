// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.api.Problem;
import io.penstock.api.Problem.Severity;
import io.penstock.chain.Draft;
import io.penstock.editor.model.Installed;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.edit.Edit;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.paint.Overlay.Badge;
import io.penstock.editor.model.palette.Palette;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TroublesTest {
    private static final Palette PALETTE = Installed.palette();

    private static Drawing drawing(String functions, String... wires) throws Exception {
        String text =
                "format: 1\nchain: c\nports:\n  lan: {driver: pcap, in: a.pcap}\n  wan: {driver: pcap, in: a.pcap}\n"
                        + "functions: {" + functions + "}\nwires: [" + String.join(", ", wires) + "]\n";
        return new Drawing(Draft.parse("c.chain.yaml", text), Map.of());
    }

    private static List<String> told(Drawing drawing) {
        return Troubles.of(drawing, PALETTE).list().stream()
                .map(trouble -> trouble.element() + ": " + trouble.what())
                .toList();
    }

    @Test
    void shouldBeSilentWhereAllIsWell() throws Exception {
        assertThat(told(drawing("fw: {type: firewall}", "lan -> fw -> wan"))).isEmpty();
    }

    @Test
    void shouldMendACycleByItsQuickFix() throws Exception {
        Drawing drawing = drawing("a: {type: counter}, b: {type: counter}", "lan -> a -> b -> wan", "b.x -> a");
        Trouble cycle = Troubles.of(drawing, PALETTE).list().getFirst();
        assertThat(cycle.what()).isEqualTo("a cycle: `a -> b -> a`");
        assertThat(cycle.wire().orElseThrow().text()).isEqualTo("b.x -> a");
        Drawing mended = Edits.apply(drawing, cycle.fixes().getFirst());
        assertThat(told(mended)).isEmpty();
    }

    @Test
    void shouldLeadADeadEndToAServerPort() throws Exception {
        Drawing drawing = drawing("a: {type: counter}, b: {type: counter}", "lan -> a", "b -> wan");
        Troubles troubles = Troubles.of(drawing, PALETTE);
        assertThat(told(drawing))
                .containsExactly(
                        "a: no wire leads from `a` to a server port", "b: no wire leads from a client port to `b`");
        Edit fix = troubles.of("a").getFirst().fixes().getFirst();
        assertThat(fix.name()).isEqualTo("Draw the wire a -> wan");
        assertThat(Edits.apply(drawing, fix).chain().wires()).hasSize(3);
        assertThat(troubles.badges()).containsEntry("a", new Badge(1, 0)).containsEntry("b", new Badge(0, 1));
        assertThat(troubles.stops()).isTrue();
    }

    @Test
    void shouldPointAtTheValueThatIsWrong() throws Exception {
        Drawing drawing = drawing(
                "fw: {type: firewall, rules: [allow udp port 53, allow tpc], policy: alow}", "lan -> fw -> wan");
        List<Trouble> troubles = Troubles.of(drawing, PALETTE).list();
        assertThat(troubles.getFirst().property()).isEqualTo("rules");
        assertThat(troubles.getFirst().item()).isEqualTo(1);
        assertThat(troubles.getFirst().column()).isEqualTo(6);
        Edit fix = troubles.get(1).fixes().getFirst();
        assertThat(fix.name()).isEqualTo("Set policy to allow");
        assertThat(Edits.apply(drawing, fix).draft().text()).contains("policy: allow");
    }

    @Test
    void shouldSayOnceWhatTheDataplaneSaysToo() throws Exception {
        Drawing drawing = drawing("a: {type: counter}", "lan -> a");
        Troubles local = Troubles.of(drawing, PALETTE);
        Problem same = new Problem(
                Severity.ERROR,
                "c.chain.yaml",
                6,
                3,
                local.list().getFirst().element(),
                local.list().getFirst().what(),
                "");
        Problem other = new Problem(Severity.WARNING, "c.chain.yaml", 7, 1, "a", "rule 2 never decides", "");
        Troubles all = local.with(List.of(same, other), drawing, PALETTE);
        assertThat(all.list()).hasSize(local.list().size() + 1);
        assertThat(all.list().getFirst().line()).isEqualTo(6);
        assertThat(all.list().getLast().what()).isEqualTo("rule 2 never decides");
    }

    @Test
    void shouldOfferTheNearestFunctionAndKey() throws Exception {
        Drawing drawing = drawing("fw: {type: firewal}, c: {type: firewall, rulez: [deny]}", "lan -> fw -> c -> wan");
        List<Problem> told = List.of(
                new Problem(Severity.ERROR, "", 1, 1, "fw", "function `firewal` is not installed", ""),
                new Problem(Severity.ERROR, "", 1, 1, "c", "`firewall` has no property `rulez`", ""));
        Troubles troubles = Troubles.NONE.with(told, drawing, PALETTE);
        assertThat(troubles.of("fw").getFirst().fixes().getFirst().name()).isEqualTo("Use firewall");
        Drawing mended =
                Edits.apply(drawing, troubles.of("c").getFirst().fixes().getFirst());
        assertThat(mended.draft().text()).contains("c: {type: firewall, rules: [deny]}");
    }

    @Test
    void shouldOfferAnOutputThatThereIs() throws Exception {
        Drawing drawing = drawing("cls: {type: classifier, branches: {web: tcp port 80}}", "lan -> cls", "cls -> wan");
        Problem problem = new Problem(Severity.ERROR, "", 1, 1, "cls", "this wire names no output", "");
        Edit fix = Troubles.NONE
                .with(List.of(problem), drawing, PALETTE)
                .list()
                .getFirst()
                .fixes()
                .getFirst();
        assertThat(Edits.apply(drawing, fix).draft().text()).contains("cls.web -> wan");
    }
}
