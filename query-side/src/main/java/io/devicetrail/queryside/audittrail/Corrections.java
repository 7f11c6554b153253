package io.devicetrail.queryside.audittrail;

import io.devicetrail.domain.correction.CorrectionId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the corrections of entries: entries of the trail themselves, seen by who sees the record they are about. */
@Component
class Corrections {
    private static final String REACHED = " and index <= " + Positions.REACHED.formatted(ReadModelName.AUDIT_TRAIL);

    /** That the index is not null is said for the planner: the database's index holds the corrections alone. */
    private static final String OF_ENTRIES = "select * from read.audit_entry where corrects_index is not null"
            + " and (corrects_index, corrects_ordinal) in (select * from unnest(?::int8[], ?::int4[]))" + REACHED
            + " order by index";

    private final ReachedTables tables;

    Corrections(ReachedTables tables) {
        this.tables = tables;
    }

    /** An entry of the trail. */
    record Place(long index, int ordinal) {}

    /** Of each entry in one question, oldest first; an entry without any is not in the answer. */
    Map<Place, List<EntryCorrection>> of(Collection<Place> entries) {
        Map<Place, List<EntryCorrection>> found = new HashMap<>();
        tables.sql(OF_ENTRIES)
                .param(entries.stream().map(Place::index).toArray(Long[]::new))
                .param(entries.stream().map(Place::ordinal).toArray(Integer[]::new))
                .query((row, number) -> found.computeIfAbsent(place(row), none -> new ArrayList<>())
                        .add(correction(row)))
                .list();
        return found;
    }

    /** The correction with this log index. */
    Optional<EntryCorrection> at(long position) {
        return tables.sql("select * from read.audit_entry where index = ? and corrects_index is not null")
                .param(position)
                .query((row, number) -> correction(row))
                .optional();
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getLong("corrects_index"), row.getInt("corrects_ordinal"));
    }

    private static EntryCorrection correction(ResultSet row) throws SQLException {
        Place of = place(row);
        int number = row.getInt("correction_number");
        CorrectionId id = CorrectionId.of(new TenantId(row.getString("tenant")), of.index(), of.ordinal());
        return new EntryCorrection(
                id + ":" + number,
                number,
                row.getLong("index"),
                row.getString("value_from"),
                row.getString("value_to"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getString("actor_name"),
                row.getString("actor_role"),
                row.getString("reason_code"),
                row.getString("reason"));
    }
}
