package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.access.ReachedTables;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.graphql.execution.SubscriptionPublisherException;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import reactor.core.Disposable;

/** Who may ask is asked of the log, before anything is answered, and again while a stream is open. */
@QuerySideInstance
@Requirement("11.10(g)")
@NullUnmarked // what is missing fails the test anyway
class AuthorityCheckTest {
    private static final String STREAM =
            "subscription { deviceChanged(tenant: \"rival\") { device { serialNumber } } }";

    /** More than Reactor has threads for all on a machine of two cores, and less than one person may have. */
    private static final int SLOW_READERS = 90;

    @Autowired
    LogOfTests log;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    AuthoritiesOfTests authorities;

    @Autowired
    Asking asking;

    @Autowired
    DenialsOfTests denials;

    @Autowired
    ReachedTables tables;

    @Autowired
    EmbeddedPostgres postgres;

    @BeforeEach
    void twoTenants() {
        Rival.write(log, jdbc);
    }

    @Test
    void whoIsNoRegisteredPersonIsAnsweredNothing() {
        String device = Rival.AT_NORTH.toString();
        for (@Nullable Caller caller : new Caller[] {
            null,
            Caller.process("saga"),
            Caller.device(device, "certificate"),
            new Caller(ActorType.PERSON, "local-operator", "L", "local-operator", "none", "local", "c", null, null)
        }) {
            refused(asking.as(caller), "{ log { head } }", "log is answered to people and machines only");
        }
        refused(asking.as(PersonId.of(PersonId.LOCAL, "stranger")), "{ log { head } }", "log needs one of the roles");
    }

    @Test
    void aRoleThatMayNotAskIsToldWhichMay() {
        PersonId otto = authorities.person("otto", new Grant(History.ACME, null, Role.OPERATOR));
        refused(
                asking.as(otto),
                "{ auditTrail(tenant: \"acme\") { edges { cursor } } }",
                "auditTrail needs one of the roles auditor, quality-approver, tenant-administrator,"
                        + " platform-administrator");
        PersonId platform =
                authorities.person("platform", new Grant(TenantId.INSTALLATION, null, Role.PLATFORM_ADMINISTRATOR));
        refused(asking.as(platform), "{ fleet(search: {tenant: \"acme\"}) { totalCount } }", "fleet needs one of");
        PersonId both = authorities.person(
                "both", new Grant(History.ACME, null, Role.OPERATOR), new Grant(Rival.RIVAL, null, Role.AUDITOR));
        refused(asking.as(both), "{ deadLetters(tenant: \"acme\") { edges { cursor } } }", "deadLetters needs one of");
        refused(
                asking.as(otto),
                "{ device(id: \"" + History.SENSOR + "\") { auditTrail { edges { cursor } } } }",
                "auditTrail needs one of");
    }

    @Test
    void whatIsDeniedIsPutOnRecordAlsoWhereTheAnswerDoesNotTell() {
        PersonId otto = authorities.person("otto-denied", new Grant(History.ACME, null, Role.OPERATOR));
        refused(asking.as(otto), "{ auditTrail(tenant: \"acme\") { edges { cursor } } }", "auditTrail needs one of");
        asking.as(otto)
                .document(
                        "{ devices(tenant: \"rival\") { edges { cursor } } a: devices(tenant: \"acme\") { edges { cursor } } }")
                .execute()
                .errors()
                .verify();
        assertThat(denials.told())
                .filteredOn(told -> told.startsWith(otto.toString()))
                .containsExactly(otto + " auditTrail acme", otto + " devices rival");
    }

    @Test
    void authorityIsReadOncePerRequestAndAnewForTheNext() {
        PersonId ada = authorities.person("ada-reader", new Grant(Rival.RIVAL, null, Role.AUDITOR));
        GraphQlTester asks = asking.as(ada);
        String question = "{ a: devices(tenant: \"rival\") { edges { node { site { key } model { name } gateway { id }"
                + " commands { name } } } } b: tenants { key } }";
        int before = authorities.asked();
        asks.document(question).execute().errors().verify();
        assertThat(authorities.asked() - before).isEqualTo(1);
        authorities.set(ada, Authority.NONE);
        refused(asks, "{ tenants { key } }", "tenants needs one of the roles");
    }

    @Test
    void everyFieldThatAsksHasAPermission() {
        List<String> fields = asking.as(authorities.person("ada", new Grant(History.ACME, null, Role.AUDITOR)))
                .document("{ __schema { types { kind name fields { name } } } }")
                .execute()
                .path("__schema.types[?(@.name == 'Query' || @.name == 'Subscription')].fields[*].name")
                .entityList(String.class)
                .get();
        assertThat(fields)
                .contains("devices", "deviceChanged")
                .allSatisfy(field -> assertThat(Permission.of(field)).as(field).isPresent());
    }

    @Test
    void aStreamEndsWhenItsReadersRoleIsTakenAway() {
        PersonId roy = authorities.person("streaming", new Grant(Rival.RIVAL, null, Role.AUDITOR));
        endsAfter(roy, Authority.NONE);
    }

    @Test
    void aStreamEndsWhenItsReaderIsDeactivated() {
        Grant grant = new Grant(Rival.RIVAL, null, Role.AUDITOR);
        PersonId roy = authorities.person("streaming", grant);
        endsAfter(roy, new Authority(false, Set.of(grant)));
    }

    @Test
    void aStreamEndsWhenItsReaderIsNoLongerSignedIn() {
        PersonId roy = authorities.person("streaming", new Grant(Rival.RIVAL, null, Role.AUDITOR));
        AtomicBoolean standing = new AtomicBoolean(true);
        endsAfter(asking.as(roy, standing::get), () -> standing.set(false));
    }

    /** Or it would be up to others how long somebody reads on who may not any more. */
    @Test
    void aStreamIsToldAndEndsThoughManyOthersTakeNothingOfTheirs() {
        PersonId slow = authorities.person("slow", new Grant(Rival.RIVAL, null, Role.AUDITOR));
        CountDownLatch takes = new CountDownLatch(1);
        AtomicInteger held = new AtomicInteger();
        List<Disposable> open = new ArrayList<>();
        try {
            for (int stream = 0; stream < SLOW_READERS; stream++) {
                open.add(asking.as(slow)
                        .document(STREAM)
                        .executeSubscription()
                        .toFlux()
                        .subscribe(change -> {
                            held.incrementAndGet();
                            await(takes);
                        }));
            }
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                changed(Rival.AT_NORTH.value());
                return held.get() == SLOW_READERS;
            });
            PersonId roy = authorities.person("streaming", new Grant(Rival.RIVAL, null, Role.AUDITOR));
            endsAfter(roy, Authority.NONE);
        } finally {
            takes.countDown();
            open.forEach(Disposable::dispose);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endsAfter(PersonId reader, Authority then) {
        endsAfter(asking.as(reader), () -> authorities.set(reader, then));
    }

    private static void endsAfter(GraphQlTester reader, Runnable then) {
        List<Throwable> ended = new CopyOnWriteArrayList<>();
        Disposable stream = reader.document(STREAM)
                .executeSubscription()
                .toFlux()
                .subscribe(change -> {}, ended::add, () -> ended.add(new IllegalStateException("completed")));
        try {
            Awaitility.await()
                    .during(Duration.ofMillis(1_500))
                    .atMost(Duration.ofSeconds(3))
                    .until(ended::isEmpty);
            then.run();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(ended).hasSize(1));
            assertThat(ended.getFirst())
                    .isInstanceOfSatisfying(
                            SubscriptionPublisherException.class,
                            error -> assertThat(error.getErrors())
                                    .singleElement()
                                    .satisfies(told ->
                                            assertThat(told.getExtensions()).containsEntry("code", "NOT_AUTHORISED")));
        } finally {
            stream.dispose();
        }
    }

    @Test
    void aStreamIsRefusedToWhoMayNotReadIt() {
        PersonId platform =
                authorities.person("platform", new Grant(TenantId.INSTALLATION, null, Role.PLATFORM_ADMINISTRATOR));
        assertThat(asking.as(platform)
                        .document(STREAM)
                        .execute()
                        .returnResponse()
                        .getErrors())
                .singleElement()
                .satisfies(error -> assertThat(error.getExtensions()).containsEntry("code", "NOT_AUTHORISED"));
    }

    /** Work that nobody waits for would take what others need. */
    @Test
    void whatNobodyWaitsForAnyMoreIsNotBegun() {
        PersonId nora = authorities.person("nora", new Grant(Rival.RIVAL, Rival.NORTH, Role.OPERATOR));
        asking.waiting(nora, () -> false)
                .document("{ log { head } }")
                .execute()
                .errors()
                .verify();
        assertThat(asking.waiting(nora, () -> true)
                        .document("{ log { head } }")
                        .execute()
                        .returnResponse()
                        .getErrors())
                .singleElement()
                .satisfies(error -> assertThat(error.getExtensions()).containsEntry("code", "REQUEST_TIMED_OUT"));
    }

    /** Each costs reads of the log for as long as it is open. */
    @Test
    void onePersonListensToSoManyStreamsAtOnce() {
        PersonId nora = authorities.person("nora", new Grant(Rival.RIVAL, Rival.NORTH, Role.OPERATOR));
        List<Disposable> open = new ArrayList<>();
        List<Throwable> refused = new CopyOnWriteArrayList<>();
        try {
            for (int stream = 0; stream <= 100; stream++) {
                open.add(asking.as(nora)
                        .document(STREAM)
                        .executeSubscription()
                        .toFlux()
                        .subscribe(response -> {}, refused::add));
            }
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !refused.isEmpty());
        } finally {
            open.forEach(Disposable::dispose);
        }
        assertThat(refused).hasSize(1);
    }

    @Test
    void aStreamTellsOfTheReadersOwnSitesOnly() {
        PersonId nora = authorities.person("nora", new Grant(Rival.RIVAL, Rival.NORTH, Role.OPERATOR));
        List<String> seen = new CopyOnWriteArrayList<>();
        Disposable stream = asking.as(nora)
                .document(STREAM)
                .executeSubscription()
                .toFlux("deviceChanged.device.serialNumber", String.class)
                .subscribe(seen::add);
        try {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                changed(Rival.AT_SOUTH.value());
                changed(Rival.AT_NORTH.value());
                return !seen.isEmpty();
            });
        } finally {
            stream.dispose();
        }
        assertThat(seen).containsOnly("N-1");
    }

    private void changed(UUID device) {
        jdbc.sql("select pg_notify('record_changed', 'DEVICE rival ' || ? || ' 1')")
                .param(device)
                .query((row, number) -> device)
                .list();
    }

    @Test
    void nobodysWorkReadsNothing() {
        assertThatThrownBy(() -> tables.sql("select count(*) from read.device")
                        .query(Long.class)
                        .single())
                .hasStackTraceContaining("no reach");
        JdbcClient bare =
                JdbcClient.create(new DriverManagerDataSource(postgres.getJdbcUrl("devicetrail_app", "postgres")));
        assertThat(protectedTables()).hasSizeGreaterThan(14).allSatisfy(table -> {
            assertThat(bare.sql("select count(*) from " + table)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        });
    }

    /** The rest holds no tenant's rows. */
    @Test
    void everyTableOfTheReadModelsIsProtected() {
        assertThat(jdbc.sql("""
                        select relname from pg_class
                        where relnamespace = 'read'::regnamespace and relkind in ('r', 'p') and not relrowsecurity
                        """).query(String.class).list()).containsExactlyInAnyOrder("position", "fleet_generation");
    }

    private List<String> protectedTables() {
        return jdbc.sql("select oid::regclass::text from pg_class where relrowsecurity")
                .query(String.class)
                .list();
    }

    private static void refused(GraphQlTester asks, String question, String why) {
        asks.document(question)
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .as(question)
                        .singleElement()
                        .satisfies(error -> {
                            assertThat(error.getExtensions()).containsEntry("code", "NOT_AUTHORISED");
                            assertThat(error.getErrorType()).isEqualTo(ErrorType.FORBIDDEN);
                            assertThat(error.getMessage()).contains(why);
                        }));
    }
}
