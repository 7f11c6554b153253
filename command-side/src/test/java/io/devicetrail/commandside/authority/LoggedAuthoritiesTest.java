package io.devicetrail.commandside.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.ownrole.OwnRole;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonEvent.RoleRevoked;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.Test;

/** What somebody may do follows from their own stream, at the price of a bounded number of look-ups. */
@Requirement("11.10(d)")
class LoggedAuthoritiesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");

    private final EmbeddedEventStore log = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final List<String> lookedUp = new ArrayList<>();
    private final LoggedAuthorities authorities =
            new LoggedAuthorities(log, () -> true, key -> Optional.empty(), Clock.systemUTC(), (tenant, key) -> {
                lookedUp.add(key);
                return Optional.of(new OwnRole(key, Duty.WORK, List.of("device"), false));
            });

    @Test
    void noMoreOwnRolesAreLookedUpThanAPersonIsGranted() {
        List<PersonEvent> events = new ArrayList<>();
        events.add(new PersonRegistered(ADA, PersonId.LOCAL, "ada", "Ada", "HR 1"));
        for (int i = 0; i < OwnRole.MOST_OF_A_PERSON + 5; i++) {
            events.add(granted("role-" + i));
        }
        events.add(granted(Role.OPERATOR.key()));
        stored(events);

        assertThat(authorities.of(ADA).grants())
                .as("a built-in role costs nothing")
                .hasSize(OwnRole.MOST_OF_A_PERSON + 1)
                .contains(new Grant(ACME, null, Role.OPERATOR));
        assertThat(lookedUp)
                .containsExactlyElementsOf(IntStream.range(0, OwnRole.MOST_OF_A_PERSON)
                        .mapToObj(i -> "role-" + i)
                        .toList());
    }

    @Test
    void whatWasRevokedIsNotLookedUp() {
        stored(List.of(
                new PersonRegistered(ADA, PersonId.LOCAL, "ada", "Ada", "HR 1"),
                granted("cleaner"),
                new RoleRevoked(ADA, ACME, null, "cleaner")));

        assertThat(authorities.of(ADA).grants()).isEmpty();
        assertThat(lookedUp).isEmpty();
    }

    private static RoleGranted granted(String role) {
        return new RoleGranted(ADA, ACME, null, role, Duty.WORK, "TR 1");
    }

    private void stored(List<PersonEvent> events) {
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (PersonEvent event : events) {
            messages.add(new GenericDomainEventMessage<>("Person", ADA.toString(), messages.size(), event));
        }
        log.publish(messages);
    }
}
