package io.devicetrail.queryside.signatures;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.GivenSignature;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The signatures that are projected, for commands and processes: on the application's own connections, as a policy counts
 * every signature and not those that somebody may see.
 */
@Component
class KnownSignatures implements GivenSignatures {
    private final JdbcClient jdbc;
    private final Positions positions;

    KnownSignatures(JdbcClient jdbc, Positions positions) {
        this.jdbc = jdbc;
        this.positions = positions;
    }

    @Override
    public List<GivenSignature> of(SignableRecord record) {
        return jdbc.sql("""
                        select signature_id, person_id, meaning, coalesce(role, '') as role, hash, signed_position, position
                          from read.signature where record_kind = ? and record_id = ?
                         order by position desc limit ?
                        """)
                .params(record.kind().name(), record.id(), MOST)
                .query(KnownSignatures::signature)
                .list()
                .reversed();
    }

    @Override
    public void awaitKnown(long position) throws TimeoutException {
        try {
            positions.await(ReadModelName.SIGNATURES, position);
        } catch (QueryError behind) {
            TimeoutException timeout = new TimeoutException(behind.getMessage());
            timeout.initCause(behind);
            throw timeout;
        }
    }

    @Override
    public boolean known(long position) {
        return positions.current(ReadModelName.SIGNATURES) >= position;
    }

    private static GivenSignature signature(ResultSet row, int number) throws SQLException {
        return new GivenSignature(
                new SignatureId(row.getObject("signature_id", UUID.class)),
                new PersonId(row.getObject("person_id", UUID.class)),
                SignatureMeaning.valueOf(row.getString("meaning")),
                row.getString("role"),
                row.getString("hash"),
                row.getLong("signed_position"),
                row.getLong("position"));
    }
}
