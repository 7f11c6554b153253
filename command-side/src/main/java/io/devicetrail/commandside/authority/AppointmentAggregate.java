package io.devicetrail.commandside.authority;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.authority.AppointFirstAdministrator;
import io.devicetrail.domain.authority.AuthorityEvent.FirstAdministratorAppointed;
import io.devicetrail.domain.person.PersonId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** There is one of these in a log: who was appointed stays, and the next one asked for is told who it is. */
@Aggregate(type = "appointment")
class AppointmentAggregate {
    @AggregateIdentifier
    private @Nullable String appointment;

    private @Nullable PersonId person;

    /** Answers with who it is. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    PersonId handle(AppointFirstAdministrator c) {
        PersonId before = person;
        if (before != null) {
            return before;
        }
        apply(new FirstAdministratorAppointed(c.person()));
        return c.person();
    }

    @EventSourcingHandler
    void evolve(FirstAdministratorAppointed event) {
        appointment = AppointFirstAdministrator.APPOINTMENT;
        person = event.person();
    }
}
