package io.devicetrail.eventstore.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.eventstore.LogDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database's superuser has put a second row under an index: whoever reads that far is given both. */
class RowReadsTest {
    private static final int MEGABYTES_OF_A_PAGE = 8;

    private final LogDatabase database = new LogDatabase();
    private final RowReads rows = new RowReads(database.app());

    @BeforeEach
    void fill() {
        LogDatabase.execute(database.owner(), "alter table log.event drop constraint event_pkey");
        insert("generate_series(0, 1199) n", "'event'", "'{}'");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void insert(String from, String of, String payload) {
        LogDatabase.execute(
                database.owner(),
                "insert into log.event select n, 'Device', " + of + " || n, 0, 'event', " + of
                        + " || n, 0, 'device.DeviceTagged', 1, now(), convert_to(" + payload
                        + ", 'UTF8'), '{}'::bytea from "
                        + from);
    }

    private List<Long> read(long first, int most) throws Exception {
        List<Long> indexes = new ArrayList<>();
        rows.read(first, most, row -> indexes.add(row.index()));
        return indexes;
    }

    @Test
    void aPageEndsBehindBothRowsOfAnIndex() throws Exception {
        insert("(values (511)) as twin(n)", "'twin'", "'{}'");
        assertThat(read(0, 2_000)).hasSize(1_201).containsSubsequence(511L, 511L, 512L);
        assertThat(read(500, 12)).as("the last that is asked for").hasSize(13).endsWith(511L, 511L);
        assertThat(rows.at(511)).hasSize(2);
        assertThat(rows.at(512)).hasSize(1);
        assertThat(rows.at(1_200)).isEmpty();
    }

    @Test
    void aPageThatIsFullOfBytesEndsBehindBothRowsOfAnIndex() throws Exception {
        for (String which : new String[] {"'twin'", "'third'"}) {
            insert("(values (7)) as twin(n)", which, "repeat('x', " + (MEGABYTES_OF_A_PAGE << 20) + ")");
        }
        assertThat(read(0, 20)).containsSubsequence(7L, 7L, 8L);
    }

    /** A thousand long rows under one index are to fill no reader's memory. */
    @Test
    void longRowsUnderOneIndexAreGivenTwiceAndHeldOnce() throws Exception {
        insert(
                "(select 7 as n, g from generate_series(1, 20) g) as twins",
                "'twin' || g",
                "repeat('x', " + (MEGABYTES_OF_A_PAGE << 20) + ")");
        for (List<StoredRow> given : List.of(rows.page(7, 1), rows.at(7))) {
            List<StoredRow> ofSeven =
                    given.stream().filter(row -> row.index() == 7).toList();
            assertThat(ofSeven).hasSize(2);
            assertThat(ofSeven.stream().mapToLong(row -> row.row().payload().length))
                    .as("at most one of them is long")
                    .filteredOn(length -> length > 100)
                    .hasSizeLessThan(2);
        }
        assertThat(read(0, 1_200)).containsSubsequence(7L, 7L, 8L).hasSizeBetween(1_200, 1_201);
    }

    @Test
    void behindARowAtTheVeryLastIndexNothingIsRead() throws Exception {
        insert("(values (9223372036854775807)) as end_of_all(n)", "'last'", "'{}'");
        assertThat(read(1_100, 5_000)).hasSize(101).endsWith(1_199L, Long.MAX_VALUE);
        assertThat(read(Long.MAX_VALUE, 5_000)).containsExactly(Long.MAX_VALUE);
        assertThat(rows.at(Long.MAX_VALUE)).hasSize(1);
    }

    @Test
    void anyNumberOfRowsUnderOneIndexStaysBounded() throws Exception {
        insert("(select 7 as n, g from generate_series(1, 5000) g) as twins", "'twin' || g", "'{}'");
        List<Long> indexes = read(0, 1_200);
        assertThat(indexes).hasSizeBetween(1_200, 1_201).containsSubsequence(7L, 7L, 8L);
    }
}
