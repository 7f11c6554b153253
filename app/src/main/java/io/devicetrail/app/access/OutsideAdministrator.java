package io.devicetrail.app.access;

import io.devicetrail.domain.person.Appointment;
import io.devicetrail.domain.person.PersonCommand.RegisterPerson;
import io.devicetrail.domain.person.PersonId;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Appoints somebody of an outside issuer as first administrator, if the settings name one: before a local one is. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class OutsideAdministrator implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(OutsideAdministrator.class);

    private final IssuerSettings settings;
    private final Appointment appointment;

    OutsideAdministrator(IssuerSettings settings, Appointment appointment) {
        this.settings = settings;
        this.appointment = appointment;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        IssuerSettings.First first = settings.firstAdministrator();
        if (first == null) {
            return;
        }
        String issuer = Objects.requireNonNull(settings.issuers().get(first.issuer()))
                .address()
                .toString();
        RegisterPerson who = new RegisterPerson(
                PersonId.of(issuer, first.subject()),
                issuer,
                first.subject(),
                first.printedName(),
                "the settings of the first start");
        if (!appointment.appoint(who)) {
            log.warn("devicetrail.sign-in.first-administrator is ignored: somebody else was appointed when this"
                    + " installation was first started");
        }
    }
}
