package io.devicetrail.queryside.signatures;

import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureState;
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

    /** Those that the asker sees; the others are not in the answer. */
    Map<String, SignatureState> states(SignableKind kind, Collection<String> ids) {
        Map<String, SignatureState> states = new HashMap<>();
        tables.sql("""
                        select r.record_id, r.position,
                               array(select s.signed_position from read.signature s
                                      where s.record_kind = r.record_kind and s.record_id = r.record_id) as signed
                          from read.signable r where r.record_kind = ? and r.record_id = any(?)
                        """)
                .params(kind.name(), ids.toArray(String[]::new))
                .query((row, number) -> states.put(
                        row.getString("record_id"),
                        SignatureState.of(
                                row.getLong("position"),
                                strings(row.getArray("signed"))
                                        .map(Long::valueOf)
                                        .toList())))
                .list();
        return states;
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
