// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.editor.model.Chains;
import io.penstock.editor.model.Installed;
import io.penstock.editor.model.geometry.Point;
import io.penstock.editor.model.view.Find.Found;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindTest {
    private static final Map<String, Point> PLACES = Map.of(
            "lan", new Point(0, 0),
            "cls", new Point(200, 0),
            "ids", new Point(400, 100),
            "fw", new Point(400, 0),
            "nat", new Point(600, 0),
            "wan", new Point(800, 0));

    private static List<Found> found(String text) {
        return Find.in(Chains.branches(), Installed.palette(), PLACES, text);
    }

    @Test
    void shouldFindByNameTypeAndSetting() {
        assertThat(found("fw")).first().isEqualTo(new Found("fw", "fw: Firewall"));
        assertThat(found("classifier")).extracting(Found::element).containsExactly("cls");
        assertThat(found("198.51")).containsExactly(new Found("nat", "nat: Address: 198.51.100.1"));
        assertThat(found("eth1")).extracting(Found::element).containsExactly("wan");
    }

    @Test
    void shouldGoFromLeftToRightAndFromTopToBottom() {
        assertThat(found("port 53")).extracting(Found::element).containsExactly("cls", "fw");
        assertThat(found("rules")).extracting(Found::element).containsExactly("fw", "ids");
    }

    @Test
    void shouldFindWhatHasAllWordsInAnyCase() {
        assertThat(found("FIREWALL deny")).extracting(Found::element).containsExactly("fw");
        assertThat(found("firewall eth1")).isEmpty();
        assertThat(found("  ")).isEmpty();
    }
}
