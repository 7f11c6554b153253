package io.devicetrail.queryside.signatures;

import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.queryside.access.ReachedTables;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds signatures, where the asker may see their record. */
@Component
class Signatures {
    /** Most that are shown of one record. */
    static final int MOST = 1_000;

    private final ReachedTables tables;

    Signatures(ReachedTables tables) {
        this.tables = tables;
    }

    /** Whether the asker sees that there is such a record. */
    boolean sees(SignableRecord record) {
        return tables.sql("select true from read.signable where record_kind = ? and record_id = ?")
                .params(record.kind().name(), record.id())
                .query(Boolean.class)
                .optional()
                .isPresent();
    }

    List<Signature> of(SignableRecord record) {
        return tables.sql("""
                        select * from read.signature where record_kind = ? and record_id = ?
                        order by position limit ?
                        """)
                .params(record.kind().name(), record.id(), MOST)
                .query(Signatures::signature)
                .list();
    }

    /** The positions that were signed of those records that have signatures which the asker sees. */
    Map<String, List<Long>> signedPositions(SignableKind kind, Collection<String> ids) {
        Map<String, List<Long>> signed = new HashMap<>();
        tables.sql("""
                        select record_id, array_agg(distinct signed_position) as signed from read.signature
                         where record_kind = ? and record_id = any(?) group by record_id
                        """)
                .params(kind.name(), ids.toArray(String[]::new))
                .query((row, number) -> signed.put(
                        row.getString("record_id"),
                        strings(row.getArray("signed")).map(Long::valueOf).toList()))
                .list();
        return signed;
    }

    private static Signature signature(ResultSet row, int number) throws SQLException {
        return new Signature(
                row.getObject("signature_id", UUID.class),
                row.getObject("person_id", UUID.class),
                row.getString("printed_name"),
                row.getObject("signed_at", OffsetDateTime.class).toInstant(),
                row.getString("zone"),
                row.getString("utc_offset"),
                SignatureMeaning.valueOf(row.getString("meaning")),
                row.getString("hash"),
                row.getLong("signed_position"),
                strings(row.getArray("components")).toList(),
                row.getLong("position"));
    }

    private static Stream<String> strings(Array array) throws SQLException {
        return Arrays.stream((Object[]) array.getArray()).map(String::valueOf);
    }
}
