package io.devicetrail.queryside.people;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects people, their roles and accounts. Takes every event, as its position speaks for the whole log. */
@Component
@ProcessingGroup(ReadModelName.PEOPLE)
class PeopleProjection implements ReadModel {
    /** In the place of a site: the whole tenant. */
    private static final UUID EVERYWHERE = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Progress progress;
    private final TableDigest digest;

    PeopleProjection(JdbcClient jdbc, Accounts accounts, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt) {
        progress.once(name(), token, position -> {
            if (event instanceof PersonEvent e) {
                project(e, position, recordedAt);
            } else if (event instanceof AccountEvent e) {
                accounts.project(e, recordedAt);
            }
        });
    }

    private void project(PersonEvent event, long position, Instant recordedAt) {
        switch (event) {
            case PersonEvent.PersonRegistered e ->
                jdbc.sql("""
                        insert into read.person (person_id, issuer, subject, printed_name, identity_proof, active,
                                                 registered_at, registered_position, position)
                        values (?, ?, ?, ?, ?, true, ?, ?, ?)
                        """)
                        .params(
                                e.person().value(),
                                e.issuer(),
                                e.subject(),
                                e.printedName(),
                                e.identityProof(),
                                recordedAt.atOffset(ZoneOffset.UTC),
                                position,
                                position)
                        .update();
            case PersonEvent.PersonDeactivated e -> activate(e, false, position);
            case PersonEvent.PersonReactivated e -> activate(e, true, position);
            case PersonEvent.RoleGranted e -> {
                jdbc.sql("""
                        insert into read.role_grant (person_id, tenant, site_id, role, training_record, granted_at,
                                                     position)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                        .params(
                                e.person().value(),
                                e.tenant().value(),
                                place(e.site()),
                                e.role(),
                                e.trainingRecord(),
                                recordedAt.atOffset(ZoneOffset.UTC),
                                position)
                        .update();
                changed(e, position);
            }
            case PersonEvent.RoleRevoked e -> {
                jdbc.sql("delete from read.role_grant where person_id = ? and tenant = ? and site_id = ? and role = ?")
                        .params(e.person().value(), e.tenant().value(), place(e.site()), e.role())
                        .update();
                changed(e, position);
            }
        }
    }

    private void activate(PersonEvent event, boolean active, long position) {
        jdbc.sql("update read.person set active = ?, position = ? where person_id = ?")
                .params(active, position, event.person().value())
                .update();
    }

    private void changed(PersonEvent event, long position) {
        jdbc.sql("update read.person set position = ? where person_id = ?")
                .params(position, event.person().value())
                .update();
    }

    private static UUID place(@Nullable SiteId site) {
        return site == null ? EVERYWHERE : site.value();
    }

    @Override
    public String name() {
        return ReadModelName.PEOPLE;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return PersonEvent.class.isAssignableFrom(event) || AccountEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(),
                segments(),
                () -> jdbc.sql("truncate read.person, read.role_grant, read.account")
                        .update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of(
                "read.person order by person_id",
                "read.role_grant order by person_id, tenant collate \"C\", site_id, role collate \"C\"",
                "read.account order by person_id");
    }
}
