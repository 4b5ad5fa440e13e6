// SPDX-License-Identifier: Apache-2.0
package io.penstock.editor.model.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.api.Refused;
import io.penstock.chain.Draft;
import io.penstock.editor.model.edit.Drawing;
import io.penstock.editor.model.edit.Edits;
import io.penstock.editor.model.geometry.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {
    private static final Point HERE = new Point(12, -3.5);

    @TempDir
    private Path folder;

    private Path state() {
        return folder.resolve("state");
    }

    private Path chain() throws IOException {
        Path file = folder.resolve("edge.chain.yaml");
        if (!Files.exists(file)) {
            Files.copy(Path.of("..", "..", "examples", "office-edge.chain.yaml"), file);
        }
        return file;
    }

    private static Drawing edited(Drawing drawing, String id) throws Refused {
        return Edits.apply(drawing, Edits.addNode(id, "counter", Map.of(), HERE));
    }

    /// Opens, edits and ends as a process that was killed: the journal stays.
    private void crash(String... added) throws Exception {
        Keeper keeper = Keeper.open(state(), chain());
        Drawing drawing = keeper.opened();
        for (String id : added) {
            drawing = edited(drawing, id);
            keeper.note(drawing);
        }
        keeper.abandon();
    }

    @Test
    void shouldOfferWhatACrashLeft() throws Exception {
        crash("one", "two");
        Keeper again = Keeper.open(state(), chain());
        Recovery left = again.recovery().orElseThrow();
        assertThat(left.drawing().chain().nodes()).containsKeys("one", "two");
        assertThat(left.drawing().places().get("two")).isEqualTo(HERE);
        assertThat(left.file()).contains(chain());
        again.save(left.drawing(), false);
        again.close();
        assertThat(Keeper.open(state(), chain()).recovery()).isEmpty();
        assertThat(Files.readString(chain())).contains("two: {type: counter}").contains("# Rules are for what");
    }

    @Test
    void shouldLoseOnlyTheEditThatWasCutShort() throws Exception {
        crash("one", "two");
        Path journal = Journals.of(state(), chain());
        byte[] whole = Files.readAllBytes(journal);
        Files.write(journal, Arrays.copyOf(whole, whole.length - 200));
        Drawing left = Keeper.open(state(), chain()).recovery().orElseThrow().drawing();
        assertThat(left.chain().nodes()).containsKey("one").doesNotContainKey("two");
    }

    @Test
    void shouldNotTakeDamageForWork() throws Exception {
        crash("one", "two");
        Path journal = Journals.of(state(), chain());
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length / 2] ^= 0x20;
        Files.write(journal, bytes);
        Keeper keeper = Keeper.open(state(), chain());
        keeper.recovery()
                .ifPresent(left -> assertThat(left.drawing().chain().nodes()).doesNotContainKey("two"));
        keeper.note(edited(keeper.opened(), "three"));
        keeper.abandon();
        assertThat(Keeper.open(state(), chain())
                        .recovery()
                        .orElseThrow()
                        .drawing()
                        .chain()
                        .nodes())
                .containsKey("three");
    }

    @Test
    void shouldOfferNothingAfterAnEndInOrder() throws Exception {
        Keeper keeper = Keeper.open(state(), chain());
        keeper.note(edited(keeper.opened(), "one"));
        keeper.close();
        assertThat(Keeper.open(state(), chain()).recovery()).isEmpty();
    }

    @Test
    void shouldSaveAnUnchangedFileByteByByteTheSame() throws Exception {
        byte[] before = Files.readAllBytes(chain());
        Keeper keeper = Keeper.open(state(), chain());
        keeper.save(keeper.opened(), false);
        assertThat(Files.readAllBytes(chain())).isEqualTo(before);
        assertThat(keeper.backups()).isEmpty();
    }

    @Test
    void shouldKeepPlacesBesideTheChain() throws Exception {
        Keeper keeper = Keeper.open(state(), chain());
        keeper.save(keeper.opened().at(Map.of("fw", HERE, "lan", new Point(1e9, 0))), false);
        assertThat(Files.readString(folder.resolve("edge.layout.yaml"))).isEqualTo("""
                # Where things stand in the editor.
                format: 1
                places:
                  fw: [12, -3.5]
                  lan: [9999999, 0]
                """);
        keeper.close();
        assertThat(Keeper.open(state(), chain()).opened().places()).containsEntry("fw", HERE);
    }

    @Test
    void shouldSurviveABadLayoutFile() throws Exception {
        Files.writeString(
                folder.resolve("edge.layout.yaml"), "places:\n  fw: [1, 2]\n  no: [x, 2]\n\u0000\n  wan: 3\n");
        assertThat(Keeper.open(state(), chain()).opened().places()).isEqualTo(Map.of("fw", new Point(1, 2)));
    }

    @Test
    void shouldNumberBackupsAndForgetTheOldest() throws Exception {
        Keeper keeper = Keeper.open(state(), chain());
        Drawing drawing = keeper.opened();
        for (int i = 0; i < Backups.MOST + 5; i++) {
            drawing = edited(drawing, "n" + i);
            keeper.save(drawing, false);
        }
        assertThat(keeper.backups()).hasSize(Backups.MOST);
        assertThat(keeper.backups().getFirst()).hasFileName("000025.chain.yaml");
        assertThat(Files.readString(keeper.backups().getFirst()))
                .contains("n23")
                .doesNotContain("n24");
    }

    @Test
    void shouldNotWriteOverWhatSomebodyElseSaved() throws Exception {
        Keeper keeper = Keeper.open(state(), chain());
        Drawing drawing = edited(keeper.opened(), "one");
        Files.writeString(chain(), "# mine\n", StandardOpenOption.APPEND);
        assertThat(keeper.isChangedOutside()).isTrue();
        assertThatThrownBy(() -> keeper.save(drawing, false)).hasMessageContaining("changed by somebody else");
        assertThat(Files.readString(chain())).endsWith("# mine\n").doesNotContain("one:");
        keeper.save(drawing, true);
        assertThat(Files.readString(keeper.backups().getFirst())).endsWith("# mine\n");
    }

    @Test
    void shouldLeaveTheOldFileWholeWhenItCannotBeWritten() throws Exception {
        Path blocked = folder.resolve("no").resolve("such").resolve("edge.chain.yaml");
        Keeper keeper = Keeper.open(state(), blocked);
        assertThatThrownBy(() -> keeper.save(keeper.opened(), false)).hasMessageContaining("cannot be written");
        assertThat(blocked).doesNotExist();
        keeper.saveAs(folder.resolve("other.chain.yaml"), edited(keeper.opened(), "one"), false);
        assertThat(folder.resolve("other.chain.yaml")).content().contains("one: {type: counter}");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    void shouldKeepPermissionsAndFollowLinks() throws Exception {
        Path link = folder.resolve("link.chain.yaml");
        Files.createSymbolicLink(link, chain());
        Files.setPosixFilePermissions(chain(), PosixFilePermissions.fromString("rw-r-----"));
        Keeper keeper = Keeper.open(state(), link);
        keeper.save(edited(keeper.opened(), "one"), false);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readString(chain())).contains("one:");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(chain())))
                .isEqualTo("rw-r-----");
    }

    @Test
    void shouldSayThatAnotherWindowHasTheFile() throws Exception {
        Keeper first = Keeper.open(state(), chain());
        first.note(edited(first.opened(), "one"));
        Keeper second = Keeper.open(state(), chain());
        assertThat(second.trouble()).hasValueSatisfying(why -> assertThat(why).contains("another window"));
        assertThat(second.recovery()).isEmpty();
        second.note(edited(second.opened(), "two"));
        first.abandon();
        assertThat(Keeper.open(state(), chain())
                        .recovery()
                        .orElseThrow()
                        .drawing()
                        .chain()
                        .nodes())
                .containsKey("one")
                .doesNotContainKey("two");
    }

    @Test
    void shouldFindDrawingsThatHadNoFile() throws Exception {
        Keeper keeper = Keeper.untitled(state(), Drawing.empty("untitled"));
        keeper.note(edited(keeper.opened(), "one"));
        keeper.abandon();
        Recovery left = Keeper.left(state()).getFirst();
        assertThat(left.drawing().chain().nodes()).containsKey("one");
        Keeper again = Keeper.untitled(state(), left);
        assertThat(again.recovery()).isPresent();
        again.close();
        assertThat(Keeper.left(state())).isEmpty();
    }

    @Test
    void fault110ShouldKeepEverythingOfAFunctionThatIsNotInstalled() throws Exception {
        String text = Files.readString(chain())
                .replace(
                        "count: {type: counter}",
                        "count: {type: not-here, version: \"[9,10)\", deep: {a: 1}, on-failure: open}");
        Files.writeString(chain(), text);
        Keeper keeper = Keeper.open(state(), chain());
        keeper.save(edited(keeper.opened(), "one"), false);
        assertThat(Files.readString(chain()))
                .contains("count: {type: not-here, version: \"[9,10)\", deep: {a: 1}, on-failure: open}");
    }

    @Test
    void shouldBeginTheJournalAnewWhenItHasGrown() throws Exception {
        Keeper keeper = Keeper.open(state(), chain());
        Draft draft = keeper.opened().draft().set("count", "note", "x".repeat(400_000));
        Drawing drawing = keeper.opened().with(draft);
        for (int i = 0; i < 60; i++) {
            drawing = drawing.with(drawing.draft().set("count", "number", (long) i));
            keeper.note(drawing);
        }
        keeper.abandon();
        assertThat(Files.size(Journals.of(state(), chain()))).isLessThan(10 << 20);
        assertThat(Keeper.open(state(), chain())
                        .recovery()
                        .orElseThrow()
                        .drawing()
                        .hash())
                .isEqualTo(drawing.hash());
    }
}
