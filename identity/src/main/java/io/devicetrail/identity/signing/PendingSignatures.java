package io.devicetrail.identity.signing;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.Signings;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.credential.Credentials;
import io.devicetrail.identity.stepup.StepUpSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Signatures that wait for their signer. */
@Component
public class PendingSignatures implements Signings {
    /** Where a signature is given; its id follows. */
    public static final String PAGE = "/identity/sign/";

    static final Duration GOOD_FOR = Duration.ofMinutes(10);
    /** Most that wait for one person. */
    static final int MOST_WAITING = 20;
    /** How one ended can be asked for so long after it expired. */
    static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Credentials credentials;
    private final StepUpSettings elsewhere;
    private final Clock clock;
    private final String address;

    public PendingSignatures(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Credentials credentials,
            SignInSettings settings,
            StepUpSettings elsewhere,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.credentials = credentials;
        this.elsewhere = elsewhere;
        this.clock = clock;
        this.address = (settings.issuer() == null ? "" : settings.issuer().toString()) + PAGE;
    }

    @Override
    public boolean takes(String issuer) {
        return issuer.equals(PersonId.LOCAL) || elsewhere.signsAt(issuer);
    }

    /** One after the other for each person, by a lock of their own: else more than are allowed could wait. */
    @Override
    public Signing ask(UUID id, Asked asked) {
        Signing signing = transactions.execute(transaction -> {
            if (credentials.lock(asked.person()).isEmpty()) {
                lockWithoutCredential(asked.person());
            }
            forgetOld();
            Optional<Signing> before = of(asked.person(), id);
            if (before.isPresent()) {
                return before.get();
            }
            if (waiting(asked.person()) >= MOST_WAITING) {
                throw new TooManySignings();
            }
            insert(id, asked);
            return of(asked.person(), id).orElseThrow();
        });
        if (signing == null) {
            throw new IllegalStateException("the transaction gave nothing");
        }
        return signing;
    }

    @Override
    public Optional<Signing> of(PersonId person, UUID id) {
        return jdbc.sql("select * from identity.signing where id = :id and person_id = :person")
                .param("id", id)
                .param("person", person.value())
                .query(this::signing)
                .optional();
    }

    /** Whoever is to sign it. For who has not shown yet who they are: nothing of it may be told to them. */
    public Optional<Signing> ofAnybody(UUID id) {
        return jdbc.sql("select * from identity.signing where id = :id")
                .param("id", id)
                .query(this::signing)
                .optional();
    }

    private void lockWithoutCredential(PersonId person) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:person, 0))")
                .param("person", "signing of " + person)
                .query((row, number) -> true)
                .single();
    }

    /** The log has it. */
    public void signed(UUID id) {
        jdbc.sql("update identity.signing set signed_at = :now where id = :id")
                .param("now", time(clock.instant()))
                .param("id", id)
                .update();
    }

    private void forgetOld() {
        jdbc.sql("delete from identity.signing where expires_at < :before")
                .param("before", time(clock.instant().minus(KEPT)))
                .update();
    }

    private int waiting(PersonId person) {
        return jdbc.sql("""
                        select count(*) from identity.signing
                         where person_id = :person and signed_at is null and expires_at > :now""")
                .param("person", person.value())
                .param("now", time(clock.instant()))
                .query(Integer.class)
                .single();
    }

    private void insert(UUID id, Asked asked) {
        Version version = asked.version();
        SiteId site = version.site();
        jdbc.sql("""
                        insert into identity.signing (id, person_id, record_kind, record_id, tenant, site_id, position,
                                                      hash, meaning, reason, expires_at)
                        values (:id, :person, :kind, :record, :tenant, :site, :position, :hash, :meaning, :reason,
                                :expires)""")
                .param("id", id)
                .param("person", asked.person().value())
                .param("kind", version.record().kind().name())
                .param("record", version.record().id())
                .param("tenant", version.tenant().value())
                .param("site", site == null ? null : site.value())
                .param("position", version.position())
                .param("hash", version.hash())
                .param("meaning", asked.meaning().name())
                .param("reason", asked.reason())
                .param("expires", time(clock.instant().plus(GOOD_FOR)))
                .update();
    }

    private Signing signing(ResultSet row, int number) throws SQLException {
        @Nullable UUID site = row.getObject("site_id", UUID.class);
        Version version = new Version(
                new SignableRecord(SignableKind.valueOf(row.getString("record_kind")), row.getString("record_id")),
                new TenantId(row.getString("tenant")),
                site == null ? null : new SiteId(site),
                row.getLong("position"),
                row.getString("hash"));
        UUID id = row.getObject("id", UUID.class);
        Instant expires = row.getObject("expires_at", OffsetDateTime.class).toInstant();
        return new Signing(
                id,
                new Asked(
                        new PersonId(row.getObject("person_id", UUID.class)),
                        version,
                        SignatureMeaning.valueOf(row.getString("meaning")),
                        row.getString("reason")),
                address + id,
                expires,
                state(row.getObject("signed_at", OffsetDateTime.class) != null, expires));
    }

    private State state(boolean signed, Instant expires) {
        if (signed) {
            return State.SIGNED;
        }
        return clock.instant().isBefore(expires) ? State.WAITING : State.EXPIRED;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
