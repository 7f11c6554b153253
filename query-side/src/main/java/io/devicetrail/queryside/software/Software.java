package io.devicetrail.queryside.software;

import io.devicetrail.domain.release.SoftwareReleaseState;
import io.devicetrail.queryside.access.ReachedTables;
import io.devicetrail.queryside.graphql.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds artifacts and releases. */
@Component
public class Software {
    private static final String ARTIFACT = "select * from read.artifact ";

    /** Files are on record before releases of them, and neither is ever deleted. */
    private static final String RELEASE = """
            select r.*, a.artifact_id, a.sha256, a.size, a.file_name, a.media_type, a.stored_by, a.stored_at,
                   a.position as artifact_position
              from read.software_release r join read.artifact a on a.artifact_id = r.artifact_id
            """;

    private final ReachedTables tables;

    Software(ReachedTables tables) {
        this.tables = tables;
    }

    Optional<Artifact> artifact(UUID id) {
        return tables.sql(ARTIFACT + "where artifact_id = ?")
                .param(id)
                .query((row, number) -> artifact(row, "position"))
                .optional();
    }

    /** In the order in which they were stored, from after that position on. */
    List<Artifact> artifacts(String tenant, long after, int limit) {
        return tables.sql(ARTIFACT + "where tenant = ? and position > ? order by position limit ?")
                .params(tenant, after, limit)
                .query((row, number) -> artifact(row, "position"))
                .list();
    }

    /** As whoever asks may see it. */
    public Optional<SoftwareRelease> release(UUID id) {
        return tables.sql(RELEASE + "where r.release_id = ?")
                .param(id)
                .query(Software::release)
                .optional();
    }

    /** In the order in which they were published, from after that position on. */
    List<SoftwareRelease> releases(String tenant, @Nullable String name, long after, int limit) {
        return tables.sql(RELEASE + """
                        where r.tenant = :tenant and r.published_position > :after
                          and (:name::text is null or r.name = :name)
                        order by r.published_position limit :limit
                        """)
                .param("tenant", tenant)
                .param("after", after)
                .param("name", name)
                .param("limit", limit)
                .query(Software::release)
                .list();
    }

    private static Artifact artifact(ResultSet row, String position) throws SQLException {
        return new Artifact(
                row.getObject("artifact_id", UUID.class),
                row.getString("tenant"),
                row.getString("sha256"),
                row.getLong("size"),
                row.getString("file_name"),
                row.getString("media_type"),
                row.getString("stored_by"),
                row.getObject("stored_at", OffsetDateTime.class).toInstant(),
                row.getLong(position));
    }

    private static SoftwareRelease release(ResultSet row, int number) throws SQLException {
        return new SoftwareRelease(
                row.getObject("release_id", UUID.class),
                row.getString("tenant"),
                SoftwareReleaseState.valueOf(row.getString("state")),
                Json.read(row.getString("content"), io.devicetrail.domain.release.SoftwareRelease.class),
                artifact(row, "artifact_position"),
                row.getString("published_by"),
                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("withdrawn_at", OffsetDateTime.class)),
                row.getString("withdrawn_because"),
                row.getLong("published_position"),
                row.getLong("position"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
