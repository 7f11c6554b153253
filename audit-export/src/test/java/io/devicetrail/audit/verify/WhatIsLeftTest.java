package io.devicetrail.audit.verify;

import static io.devicetrail.audit.ledger.EditedTiles.Part.ENTRY;
import static io.devicetrail.audit.ledger.EditedTiles.Part.HASH;
import static io.devicetrail.audit.ledger.EditedTiles.Part.ROW;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.ledger.EditedTiles;
import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a bundle cannot vouch for itself any more, the log's rows may, and otherwise it is named. */
@Requirement("11.10(a)")
class WhatIsLeftTest {
    /** Three full bundles and one of 232. */
    private static final int EVENTS = 1_000;

    private static final long NEWEST = 3;
    private static final Finding NEWEST_IS_IN_DOUBT = new Finding(
            768,
            "nothing shows that tile/entries/003 is what was signed: entries and hashes may have been changed together"
                    + " in it");

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

    private List<Finding> findings(EntrySource against) throws IOException {
        return new LedgerCheck(ledger.files(), ledger.keys(), List.of(), against)
                .run((checked, of) -> {})
                .findings();
    }

    private void delete(long bundle) throws IOException {
        for (int level : new int[] {TileName.ENTRIES, 0}) {
            Files.delete(
                    ledger.folder().resolve(TileName.in(EVENTS, level, bundle).path()));
        }
    }

    private static Finding missing(String level, long bundle) {
        return new Finding(bundle * TileName.FULL, "tile/" + level + "/00" + bundle + " is missing");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, NEWEST})
    void rowsThatHaveTheSignedRootAreNotToBlameForMissingFiles(long bundle) throws IOException {
        delete(bundle);
        assertThat(findings(log)).containsExactly(missing("entries", bundle), missing("0", bundle));
    }

    @Test
    void aChangedRowBehindMissingFilesIsToldByItsBundle() throws IOException {
        delete(1);
        tiles.change(300, ROW);
        assertThat(findings(log))
                .containsExactly(
                        missing("entries", 1),
                        missing("0", 1),
                        new Finding(256, "what the log holds of tile/entries/001 is not what was signed"));
    }

    @Test
    void aChangedRowBehindTheMissingFilesOfTheNewestBundleIsToldByItsBundle() throws IOException {
        delete(NEWEST);
        tiles.change(900, ROW);
        assertThat(findings(log)).contains(missing("entries", NEWEST), missing("0", NEWEST), NEWEST_IS_IN_DOUBT);
    }

    @Test
    void theRowsShowThatEntriesAndHashesOfTheNewestBundleWereChanged() throws IOException {
        tiles.change(900, ENTRY, HASH);
        assertThat(findings(log))
                .containsExactly(
                        new Finding(768, "entries and hashes were changed together in tile/entries/003"),
                        new Finding(900, "the log holds something else than the ledger"));
    }

    @Test
    void theNewestBundleIsNamedWhereEntryHashAndRowWereChangedTogetherBehindADecoy() throws IOException {
        tiles.change(5, ENTRY);
        tiles.change(900, ENTRY, HASH, ROW);
        assertThat(findings(log))
                .contains(NEWEST_IS_IN_DOUBT)
                .filteredOn(finding -> finding.what().contains("tile/1"))
                .as("the tiles above are right, and not called changed")
                .isEmpty();
    }

    @Test
    void theOnlyBundleIsNamedWhereEntryHashAndRowWereChangedTogether() throws IOException {
        ListedRows few = new ListedRows().grow(100);
        WrittenLedger small = new WrittenLedger(home.resolve("small")).follow(few);
        new EditedTiles(small.folder(), few).change(50, ENTRY, HASH, ROW);
        assertThat(new LedgerCheck(small.files(), small.keys(), List.of(), few)
                        .run((checked, of) -> {})
                        .findings())
                .contains(new Finding(0, "entries and hashes were changed together in tile/entries/000"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 255, 256, 999})
    void aSecondRowOfAnIndexIsNamed(long index) throws IOException {
        List<LogRow> rows = new ArrayList<>(log.rows);
        rows.add(ListedRows.row(index, "{\"device\":\"another\"}"));
        rows.sort(Comparator.comparingLong(LogRow::index));
        assertThat(findings(whole(rows))).containsExactly(new Finding(index, "it is there twice in the log"));
    }

    /** As the database gives them: with gaps, and all of one index together. */
    private static EntrySource whole(List<LogRow> rows) {
        return (first, most, sink) -> {
            long last = Long.MIN_VALUE;
            int given = 0;
            for (LogRow row : rows) {
                if (row.index() >= first && (given < most || row.index() == last)) {
                    sink.accept(row);
                    last = row.index();
                    given++;
                }
            }
        };
    }

    /** Behind it a reader that counts on would begin again with the first. */
    @Test
    void aRowAtTheVeryLastIndexIsNamedAndNothingElse() throws IOException {
        List<LogRow> rows = new ArrayList<>(log.rows);
        rows.add(ListedRows.row(Long.MAX_VALUE, "{}"));
        Finding goesOn = new Finding(EVENTS, "the log goes on with event " + Long.MAX_VALUE);
        assertThat(findings(whole(rows))).containsExactly(goesOn);
        rows.remove(EVENTS - 1);
        assertThat(findings(whole(rows)))
                .containsExactly(new Finding(EVENTS - 1, "it is in the ledger, but the log has it no more"), goesOn);
        rows.subList(300, EVENTS - 1).clear();
        assertThat(findings(whole(rows)).getFirst())
                .isEqualTo(new Finding(300, "it is in the ledger, but the log has it no more"));
        long[] asked = {0};
        EntrySource counted = (first, most, sink) -> {
            asked[0] += first < 0 ? 1 : 0;
            whole(rows).read(first, most, sink);
        };
        findings(counted);
        assertThat(asked[0]).as("before the first event it is looked once").isEqualTo(1);
    }

    @Test
    void signaturesAreReadToARowAtTheVeryLastIndexAndNoFurther() throws IOException {
        List<LogRow> rows = new ArrayList<>(log.rows);
        rows.add(ListedRows.row(Long.MAX_VALUE, "{}"));
        List<Long> asked = new ArrayList<>();
        StoredSignatures.Found found = StoredSignatures.in((first, most, sink) -> {
            asked.add(first);
            whole(rows).read(first, most, sink);
        });
        assertThat(asked).as("both readings").containsExactly(0L, 1_000L, 0L, 1_000L);
        assertThat(found.findings())
                .startsWith(new Finding(
                        EVENTS,
                        "the log lacks the events up to " + (Long.MAX_VALUE - 1) + "; signatures may be among them"));
    }

    @Test
    void whereSomeEventsAreGoneEverywhereAndNothingGivesTheSignedRootThatIsSaid() throws IOException {
        Finding cannotBeTold = new Finding(
                Finding.NOT_OF_AN_EVENT,
                "of some events nothing is left, and nothing gives the signed root: whether the rest is what was signed"
                        + " cannot be told");
        delete(1);
        List<LogRow> rows = new ArrayList<>(log.rows);
        rows.remove(300);
        assertThat(findings(whole(rows))).as("the tiles above give it").doesNotContain(cannotBeTold);
        tiles.change(700, ENTRY, HASH, ROW);
        tiles.hash(1, 2, TreeHash.leaf(new byte[0]));
        rows.set(699, log.rows.get(700));
        assertThat(findings(whole(rows)))
                .contains(new Finding(300, "it is in the ledger, but the log has it no more"), cannotBeTold);
        tiles.change(5, ENTRY);
        assertThat(findings(whole(rows))).as("behind a decoy").contains(cannotBeTold);
    }
}
