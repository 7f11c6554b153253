package io.devicetrail.app.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonEvent.PersonReactivated;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonEvent.RoleRevoked;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;

/** A mapping takes away what it gave itself, and gives what nobody else took. */
class RoleHistoryTest {
    private static final String MAPPING = "claims:https://issuer.test";
    private static final PersonId EVE = PersonId.of("https://issuer.test", "eve");
    private static final TenantId ACME = new TenantId("acme");
    private static final MappedRole OPERATOR = new MappedRole("operator", ACME, null);

    private final RoleHistory history = new RoleHistory(MAPPING);
    private long sequence;

    private RoleHistoryTest by(ActorType type, String actor, PersonEvent event) {
        history.add(new GenericDomainEventMessage<>(
                "person",
                EVE.toString(),
                sequence++,
                event,
                MetaData.from(Map.of(Metadata.ACTOR_TYPE, type.name(), Metadata.ACTOR_ID, actor))));
        return this;
    }

    private RoleHistoryTest byMapping(PersonEvent event) {
        return by(ActorType.PROCESS, MAPPING, event);
    }

    private RoleHistoryTest byHand(PersonEvent event) {
        return by(ActorType.PERSON, "ada", event);
    }

    private static PersonEvent granted() {
        return new RoleGranted(EVE, ACME, null, "operator", Duty.WORK, "TR 1");
    }

    private static PersonEvent revoked() {
        return new RoleRevoked(EVE, ACME, null, "operator");
    }

    private static PersonEvent registered() {
        return new PersonRegistered(EVE, "https://issuer.test", "eve", "Eve", "HR 1");
    }

    @Test
    void whatTheMappingGaveItTakes() {
        byMapping(registered()).byMapping(granted());
        assertThat(history.toRevoke(Set.of())).containsExactly(OPERATOR);
        assertThat(history.toRevoke(Set.of(OPERATOR))).as("still brought").isEmpty();
        assertThat(history.toGrant(Set.of(OPERATOR))).as("held").isEmpty();
        byMapping(revoked());
        assertThat(history.toRevoke(Set.of())).as("once").isEmpty();
        assertThat(history.toGrant(Set.of(OPERATOR))).as("and gives back").containsExactly(OPERATOR);
    }

    @Test
    void whatSomebodyGrantedStaysAndWhatSomebodyRevokedIsNotGivenBack() {
        byHand(registered()).byHand(granted());
        assertThat(history.toRevoke(Set.of())).isEmpty();
        byMapping(revoked()).byMapping(granted()).byHand(revoked());
        assertThat(history.toGrant(Set.of(OPERATOR))).isEmpty();
        byHand(granted());
        assertThat(history.toRevoke(Set.of())).as("the last word counts").isEmpty();
    }

    /** Neither another process, nor anybody who goes by its name. */
    @Test
    void nobodyElseIsTheMapping() {
        byHand(registered()).by(ActorType.PROCESS, "claims:https://other.test", granted());
        assertThat(history.toRevoke(Set.of())).isEmpty();
        by(ActorType.MACHINE, MAPPING, granted());
        assertThat(history.toRevoke(Set.of())).isEmpty();
        by(ActorType.PROCESS, "claims:https://other.test", revoked());
        assertThat(history.toGrant(Set.of(OPERATOR))).isEmpty();
    }

    @Test
    void whoIsDeactivatedIsGivenNothingUntilTheyAreBack() {
        assertThat(history.registered()).isFalse();
        assertThat(history.toGrant(Set.of(OPERATOR)))
                .as("about to be registered")
                .containsExactly(OPERATOR);
        byHand(registered());
        assertThat(history.registered()).isTrue();
        assertThat(history.toGrant(Set.of(OPERATOR))).as("the control").containsExactly(OPERATOR);
        byMapping(granted()).byHand(new PersonDeactivated(EVE));
        assertThat(history.toGrant(List.of(new MappedRole("auditor", ACME, null))))
                .isEmpty();
        assertThat(history.toRevoke(Set.of())).as("takes away all the same").containsExactly(OPERATOR);
        byHand(new PersonReactivated(EVE));
        assertThat(history.toGrant(List.of(new MappedRole("auditor", ACME, null))))
                .hasSize(1);
    }
}
