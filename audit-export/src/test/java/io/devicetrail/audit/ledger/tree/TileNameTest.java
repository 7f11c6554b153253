package io.devicetrail.audit.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, widths and bundles as C2SP tlog-tiles has them. */
class TileNameTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 1234067, 256, tile/0/x001/x234/067",
        "1, 999, 7, tile/1/999.p/7",
        "2, 1000, 255, tile/2/x001/000.p/255",
        "-1, 1234067, 1, tile/entries/x001/x234/067.p/1",
        "63, 5, 256, tile/63/005"
    })
    void aTileHasOnePath(int level, long index, int width, String path) {
        TileName name = new TileName(level, index, width);
        assertThat(name.path()).isEqualTo(path);
        assertThat(TileName.parse(path)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/0",
                "tile/0/1000",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/00/001",
                "tile/64/001",
                "tile/-1/001",
                "tile/data/001",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/",
                "tile/0/../000",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/x999/x999/x999/x999/x999/x999/999",
                "tile/0/٠٠١"
            })
    void whatIsNotThatPathIsRefused(String path) {
        assertThatThrownBy(() -> TileName.parse(path)).isInstanceOf(NotVerified.class);
    }

    /** The specification's own examples. */
    @Test
    void aTreeOf70000EntriesHasTheTilesThatTheSpecificationCounts() throws IOException {
        GrowingTree tree = new GrowingTree();
        Map<String, Integer> full = new TreeMap<>();
        TreeHash leaf = TreeHash.leaf(new byte[0]);
        for (int i = 0; i < 70_000; i++) {
            tree.append(leaf, (name, tile) -> full.merge("level " + name.level(), 1, Integer::sum));
        }
        Map<String, Integer> partial = new TreeMap<>();
        tree.partial((name, tile) -> partial.put("level " + name.level(), name.width()));
        assertThat(full).isEqualTo(Map.of("level 0", 273, "level 1", 1));
        assertThat(partial).isEqualTo(Map.of("level 0", 112, "level 1", 17, "level 2", 1));
        assertThat(TileName.in(70_000, 0, 273).width()).isEqualTo(112);
        assertThat(TileName.in(70_000, 1, 1).width()).isEqualTo(17);
        assertThat(TileName.in(70_000, TileName.ENTRIES, 0).isFull()).isTrue();
        assertThatThrownBy(() -> TileName.in(70_000, 0, 274)).isInstanceOf(NotVerified.class);
        assertThatThrownBy(() -> TileName.in(70_000, 3, 0)).isInstanceOf(NotVerified.class);
    }

    @Test
    void aBundleGivesItsEntriesAndRefusesWhatIsLeftOverOrMissing() {
        List<byte[]> entries = List.of(new byte[0], new byte[] {7}, new byte[EntryBundle.LONGEST]);
        byte[] bundle = TreeInMemory.bundle(entries);
        assertThat(bundle).startsWith(0, 0, 0, 1, 7, 0xff, 0xff);
        assertThat(EntryBundle.entries(bundle, 3)).containsExactlyElementsOf(entries);
        assertThat(EntryBundle.prefix(bundle, 2)).containsExactly(0, 0, 0, 1, 7);
        assertThatThrownBy(() -> EntryBundle.entries(bundle, 2)).isInstanceOf(NotVerified.class);
        assertThatThrownBy(() -> EntryBundle.entries(bundle, 4)).isInstanceOf(NotVerified.class);
        assertThatThrownBy(() -> EntryBundle.entries(new byte[] {0}, 1)).isInstanceOf(NotVerified.class);
        assertThatThrownBy(() -> EntryBundle.entries(new byte[] {0, 2, 1}, 1)).isInstanceOf(NotVerified.class);
    }
}
