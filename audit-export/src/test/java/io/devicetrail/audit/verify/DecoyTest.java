package io.devicetrail.audit.verify;

import static io.devicetrail.audit.ledger.EditedTiles.Part.ENTRY;
import static io.devicetrail.audit.ledger.EditedTiles.Part.HASH;
import static io.devicetrail.audit.ledger.EditedTiles.Part.ROW;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.ledger.EditedTiles;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Somebody who has database and files, but no keys, changes one thing so that another is not seen: each is named by its
 * index all the same, and what was signed is told from what was not.
 */
@Requirement("11.10(a)")
class DecoyTest {
    /** Three full bundles and one of 232. */
    private static final int EVENTS = 1_000;

    private static final int DECOY = 5;

    @TempDir
    Path home;

    private final ListedRows log = new ListedRows();
    private WrittenLedger ledger;
    private EditedTiles tiles;

    @BeforeEach
    void write() throws IOException {
        ledger = new WrittenLedger(home).follow(log.grow(EVENTS));
        tiles = new EditedTiles(ledger.folder(), log);
    }

    private List<Finding> findings() throws IOException {
        List<Finding> all = new ArrayList<>();
        Verdict verdict = new LedgerCheck(ledger.files(), ledger.keys(), List.of(), log)
                .run(new LedgerCheck.Progress() {
                    @Override
                    public void checked(long events, long of) {}

                    @Override
                    public void found(Finding finding) {
                        all.add(finding);
                    }
                });
        assertThat(verdict.found()).isEqualTo(all.size());
        return all;
    }

    private static String file(String level, long index) {
        return "tile/" + level + "/00" + index / 256;
    }

    private static Finding entryChanged(long index) {
        return new Finding(
                index, "its entry in " + file("entries", index) + " was changed; the hash is the signed one");
    }

    private static Finding hashChanged(long index) {
        return new Finding(index, "its hash in " + file("0", index) + " was changed; the entry is the signed one");
    }

    private static Finding rowChangedTo(String what, long index) {
        return new Finding(index, "its row in the log was changed as well, to what the changed " + what + " says");
    }

    /** In the same bundle, in another, and in the last one, which no tile above covers. */
    @ParameterizedTest
    @CsvSource({"100", "300", "900"})
    void aRowThatWasChangedWithItsHashIsNamedBehindAChangedEntry(int index) throws IOException {
        tiles.change(DECOY, ENTRY);
        tiles.change(index, HASH, ROW);
        assertThat(findings()).containsExactly(entryChanged(DECOY), hashChanged(index), rowChangedTo("hash", index));
    }

    @ParameterizedTest
    @CsvSource({"100", "300", "900"})
    void aRowThatWasChangedWithItsEntryIsNamedBehindAChangedHash(int index) throws IOException {
        tiles.change(DECOY, HASH);
        tiles.change(index, ENTRY, ROW);
        assertThat(findings()).containsExactly(hashChanged(DECOY), entryChanged(index), rowChangedTo("entry", index));
    }

    @Test
    void bothSidesOfTheLastBundleAreToldApartToo() throws IOException {
        tiles.change(800, ENTRY);
        tiles.change(900, HASH, ROW);
        assertThat(findings()).containsExactly(entryChanged(800), hashChanged(900), rowChangedTo("hash", 900));
    }

    /** Which side was signed needs trying; with so many nobody tries, but each is named. */
    @Test
    void manyOnBothSidesOfOneBundleAreNamedEach() throws IOException {
        for (int index = 0; index < 120; index++) {
            tiles.change(index, index % 2 == 0 ? ENTRY : HASH);
        }
        tiles.change(200, HASH, ROW);
        List<Finding> findings = findings();
        assertThat(findings)
                .filteredOn(finding -> finding.what().startsWith("entry and hash differ"))
                .extracting(Finding::index)
                .startsWith(0L, 1L, 2L)
                .endsWith(119L, 200L)
                .hasSize(121);
        assertThat(findings)
                .contains(new Finding(
                        200,
                        "entry and hash differ, and which of them was signed cannot be told; the log agrees with the"
                                + " hash"));
    }

    @Test
    void whatWasChangedInEntryHashAndRowTogetherIsNamedByItsBundleBehindADecoy() throws IOException {
        tiles.change(DECOY, ENTRY);
        tiles.change(300, ENTRY, HASH, ROW);
        assertThat(findings())
                .containsExactly(
                        entryChanged(DECOY),
                        new Finding(256, "entries and hashes were changed together in tile/entries/001"));
    }

    /** Then nothing says what the root of each bundle was; each difference is named all the same. */
    @Test
    void whatDiffersIsNamedEachWhereTheTilesAboveWereChangedToo() throws IOException {
        tiles.hash(1, 1, TreeHash.leaf(new byte[0]));
        tiles.change(DECOY, ENTRY);
        tiles.change(900, HASH, ROW);
        assertThat(findings())
                .contains(
                        new Finding(
                                DECOY,
                                "entry and hash differ, and which of them was signed cannot be told; the log agrees"
                                        + " with the hash"),
                        new Finding(
                                900,
                                "entry and hash differ, and which of them was signed cannot be told; the log agrees"
                                        + " with the hash"))
                .anyMatch(finding -> finding.what().equals("tile/1/000 was changed"));
    }

    @Test
    void whereOneSideHasTheSignedRootThatIsSaidAlsoWithoutTheTilesAbove() throws IOException {
        tiles.hash(1, 1, TreeHash.leaf(new byte[0]));
        tiles.change(DECOY, ENTRY);
        assertThat(findings())
                .extracting(finding -> Objects.requireNonNull(finding).what())
                .contains("where entry and hash differ, the hashes are the signed ones", "tile/1/000 was changed");
    }

    @Test
    void eachHashOfATileAboveThatWasChangedIsNamed() throws IOException {
        tiles.hash(1, 0, TreeHash.leaf(new byte[0]));
        tiles.hash(1, 2, TreeHash.leaf(new byte[0]));
        assertThat(findings())
                .containsExactly(new Finding(0, "tile/1/000 was changed"), new Finding(512, "tile/1/000 was changed"));
    }
}
