package io.devicetrail.domain.authority;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.NamedId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Says who administers the installation first, once and for ever. */
public record AppointFirstAdministrator(
        @TargetAggregateIdentifier String appointment, PersonId person) {
    /** The one stream of it: the log itself keeps a second one out. */
    public static final String APPOINTMENT = NamedId.of("first administrator").toString();

    public AppointFirstAdministrator(PersonId person) {
        this(APPOINTMENT, person);
    }
}
