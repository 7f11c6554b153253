package io.devicetrail.queryside.software;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import io.devicetrail.queryside.relay.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers which releases and files there are. */
@Controller
class SoftwareController implements NodeFinder {
    private static final String RELEASES = "software releases";
    private static final String ARTIFACTS = "artifacts";

    private final Software software;
    private final Positions positions;

    SoftwareController(Software software, Positions positions) {
        this.software = software;
        this.positions = positions;
    }

    @QueryMapping
    @Nullable Artifact artifact(@Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.SOFTWARE, after);
        return software.artifact(GlobalId.uuid(Artifact.TYPE, id)).orElse(null);
    }

    @QueryMapping
    Page<Artifact> artifacts(
            @Argument String tenant,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        long from = from(ARTIFACTS, afterCursor);
        positions.await(ReadModelName.SOFTWARE, after);
        return Page.of(
                software.artifacts(GlobalId.local("Tenant", tenant), from, size + 1),
                size,
                afterCursor != null,
                artifact -> Cursor.of(ARTIFACTS, artifact.position()));
    }

    @QueryMapping
    @Nullable SoftwareRelease softwareRelease(@Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.SOFTWARE, after);
        return software.release(GlobalId.uuid(SoftwareRelease.TYPE, id)).orElse(null);
    }

    @QueryMapping
    Page<SoftwareRelease> softwareReleases(
            @Argument String tenant,
            @Argument @Nullable String name,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        long from = from(RELEASES, afterCursor);
        positions.await(ReadModelName.SOFTWARE, after);
        return Page.of(
                software.releases(GlobalId.local("Tenant", tenant), name, from, size + 1),
                size,
                afterCursor != null,
                release -> Cursor.of(RELEASES, release.publishedPosition()));
    }

    @SchemaMapping(typeName = "SoftwareReleasePayload", field = "release")
    @Nullable SoftwareRelease changed(MutationOutcome outcome) {
        return outcome.subject() == null ? null : softwareRelease(outcome.subject(), outcome.position());
    }

    @Override
    public String type() {
        return SoftwareRelease.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.SOFTWARE_RELEASE;
    }

    @Override
    public @Nullable Object find(String localId) {
        return software.release(GlobalId.uuid(SoftwareRelease.TYPE, localId)).orElse(null);
    }

    private static long from(String list, @Nullable String cursor) {
        List<Long> numbers = Cursor.numbers(list, 1, cursor);
        return numbers.isEmpty() ? Positions.NONE : numbers.getFirst();
    }
}
