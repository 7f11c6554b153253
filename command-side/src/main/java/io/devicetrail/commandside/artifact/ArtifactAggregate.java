package io.devicetrail.commandside.artifact;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.artifact.ArtifactCommand.StoreArtifact;
import io.devicetrail.domain.artifact.ArtifactEvent;
import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** One event long: nothing ever alters an artifact. */
@Aggregate(type = "artifact")
class ArtifactAggregate {
    @AggregateIdentifier
    private @Nullable ArtifactId artifact;

    ArtifactAggregate() {}

    /** The same bytes again are there already, under the name by which they came first. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(StoreArtifact c, References references) {
        if (artifact != null) {
            return;
        }
        references.requireTenant(c.tenant());
        apply(new ArtifactStored(c.artifact(), c.tenant(), c.file()));
    }

    @EventSourcingHandler
    void evolve(ArtifactEvent event) {
        artifact = event.artifact();
    }
}
