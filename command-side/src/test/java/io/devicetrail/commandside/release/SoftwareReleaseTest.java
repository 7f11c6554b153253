package io.devicetrail.commandside.release;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVAL;
import static io.devicetrail.commandside.Fixtures.RIVALS_MODEL;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.artifact.ArtifactRejection.ArtifactUnknown;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseCommand.PublishSoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseCommand.WithdrawSoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleaseWithdrawn;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.release.SoftwareReleaseRejection.SoftwareReleaseExists;
import io.devicetrail.domain.release.SoftwareReleaseRejection.SoftwareReleaseWithdrawnBefore;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SoftwareReleaseTest {
    private static final TenantId NOBODY = new TenantId("nobody");
    private static final String OURS = "0a".repeat(32);
    private static final String THEIRS = "0b".repeat(32);
    private static final SoftwareReleaseId ID = SoftwareReleaseId.of(ACME, "flow", "2.1");
    private static final SoftwareRelease RELEASE = release(OURS, PUMP_MODEL, 2);
    private static final SoftwareReleasePublished PUBLISHED = new SoftwareReleasePublished(ID, ACME, RELEASE);

    private final AggregateTestFixture<SoftwareReleaseAggregate> releases = Fixtures.fixture(
            SoftwareReleaseAggregate.class,
            Fixtures.world().stored(stored(ACME, OURS)).stored(stored(RIVAL, THEIRS)));

    @Test
    void aReleaseIsPublished() {
        releases.givenNoPriorActivity().when(publish(ACME, RELEASE)).expectEvents(PUBLISHED);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void publishingIsRefused(PublishSoftwareRelease command, List<?> history, Rejection why) {
        releases.given(history).when(command).expectExceptionDetails(why).expectNoEvents();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(publish(NOBODY, RELEASE), List.of(), new TenantUnknown(NOBODY)),
                Arguments.of(publish(ACME, RELEASE), List.of(PUBLISHED), new SoftwareReleaseExists("flow", "2.1")),
                Arguments.of(
                        publish(ACME, RELEASE),
                        List.of(PUBLISHED, new SoftwareReleaseWithdrawn(ID, ACME)),
                        new SoftwareReleaseExists("flow", "2.1")),
                Arguments.of(publish(ACME, release(THEIRS, PUMP_MODEL, 2)), List.of(), new ArtifactUnknown(THEIRS)),
                Arguments.of(
                        publish(ACME, release("0c".repeat(32), PUMP_MODEL, 2)),
                        List.of(),
                        new ArtifactUnknown("0c".repeat(32))),
                Arguments.of(
                        publish(ACME, release(OURS, RIVALS_MODEL, 1)),
                        List.of(),
                        new ModelVersionUnknown(RIVALS_MODEL, 1)),
                Arguments.of(
                        publish(ACME, release(OURS, PUMP_MODEL, 3)),
                        List.of(),
                        new ModelVersionUnknown(PUMP_MODEL, 3)));
    }

    @Test
    void aReleaseIsWithdrawn() {
        releases.given(PUBLISHED)
                .when(new WithdrawSoftwareRelease(ID))
                .expectEvents(new SoftwareReleaseWithdrawn(ID, ACME));
    }

    @Test
    void aReleaseIsWithdrawnOnce() {
        releases.given(PUBLISHED, new SoftwareReleaseWithdrawn(ID, ACME))
                .when(new WithdrawSoftwareRelease(ID))
                .expectExceptionDetails(new SoftwareReleaseWithdrawnBefore())
                .expectNoEvents();
    }

    private static ArtifactStored stored(TenantId tenant, String sha256) {
        return new ArtifactStored(
                ArtifactId.of(tenant, sha256), tenant, new ArtifactFile(sha256, 1, "f.bin", "application/zip"));
    }

    private static PublishSoftwareRelease publish(TenantId tenant, SoftwareRelease content) {
        return new PublishSoftwareRelease(
                SoftwareReleaseId.of(tenant, content.name(), content.version()), tenant, content);
    }

    private static SoftwareRelease release(String artifact, DeviceModelId model, int modelVersion) {
        return new SoftwareRelease(
                "flow", "2.1", artifact, model, List.of(modelVersion), List.of("A"), List.of("2.0"), "Restarts.", 1);
    }
}
