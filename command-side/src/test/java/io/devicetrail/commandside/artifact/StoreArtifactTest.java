package io.devicetrail.commandside.artifact;

import static io.devicetrail.commandside.Fixtures.ACME;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.artifact.ArtifactCommand.StoreArtifact;
import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StoreArtifactTest {
    private static final TenantId NOBODY = new TenantId("nobody");
    private static final ArtifactFile FILE = named("flow-2.1.bin");

    private final AggregateTestFixture<ArtifactAggregate> artifacts =
            Fixtures.fixture(ArtifactAggregate.class, Fixtures.world());

    @Test
    void aFileGoesOnRecord() {
        artifacts
                .givenNoPriorActivity()
                .when(store(ACME, FILE))
                .expectEvents(new ArtifactStored(ArtifactId.of(ACME, FILE.sha256()), ACME, FILE));
    }

    @Test
    void theSameBytesAgainAreNoSecondArtifact() {
        artifacts
                .given(new ArtifactStored(ArtifactId.of(ACME, FILE.sha256()), ACME, FILE))
                .when(store(ACME, named("another-name.bin")))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(StoreArtifact command, Rejection why) {
        artifacts
                .givenNoPriorActivity()
                .when(command)
                .expectExceptionDetails(why)
                .expectNoEvents();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(Arguments.of(store(NOBODY, FILE), new TenantUnknown(NOBODY)));
    }

    private static StoreArtifact store(TenantId tenant, ArtifactFile file) {
        return new StoreArtifact(ArtifactId.of(tenant, file.sha256()), tenant, file);
    }

    private static ArtifactFile named(String name) {
        return new ArtifactFile("0a".repeat(32), 4_711_000, name, "application/octet-stream");
    }
}
