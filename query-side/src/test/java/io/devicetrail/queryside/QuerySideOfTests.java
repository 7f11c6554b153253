package io.devicetrail.queryside;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureRejection;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandExecutionException;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.graphql.autoconfigure.GraphQlAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.ExecutionGraphQlService;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The query side on a database of its own; no broker of events: tests hand events to the projections themselves. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    GraphQlAutoConfiguration.class
})
@ComponentScan(basePackageClasses = QuerySideOfTests.class)
@ConfigurationPropertiesScan
class QuerySideOfTests {
    /** Ids of records that the other side says to be too long to be signed. */
    static final Set<String> TOO_LONG = ConcurrentHashMap.newKeySet();

    @Bean(destroyMethod = "close")
    EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    /** As the application's role, after the owner has migrated. */
    @Bean
    DataSource dataSource(EmbeddedPostgres postgres) {
        JdbcClient.create(postgres.getPostgresDatabase())
                .sql("create role devicetrail_app login")
                .update();
        Flyway.configure()
                .dataSource(postgres.getPostgresDatabase())
                .placeholders(Map.of("appRole", "devicetrail_app"))
                .locations("classpath:db/testdata", "classpath:db/migration")
                .load()
                .migrate();
        HikariDataSource pool = DataSourceBuilder.create()
                .type(HikariDataSource.class)
                .url(postgres.getJdbcUrl("devicetrail_app", "postgres"))
                .build();
        // As the application's settings have it.
        pool.setConnectionInitSql("set devicetrail.reach = '*'");
        return pool;
    }

    /** A day after what the history tells. */
    @Bean
    Clock clock() {
        return Clock.fixed(History.HEARD.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    }

    @Bean
    AuthoritiesOfTests authorities() {
        return new AuthoritiesOfTests();
    }

    @Bean
    DenialsOfTests denials() {
        return new DenialsOfTests();
    }

    /** As the read model has them, with a hash that says nothing. */
    @Bean
    RecordVersions versions(JdbcClient jdbc) {
        return record -> versionOf(record, jdbc);
    }

    private static Optional<RecordVersions.Version> versionOf(SignableRecord record, JdbcClient jdbc) {
        if (TOO_LONG.contains(record.id())) {
            throw new CommandExecutionException("refused", null, new SignatureRejection.RecordTooLong(record));
        }
        return jdbc.sql("select position from read.signable where record_kind = ? and record_id = ?")
                .params(record.kind().name(), record.id())
                .query(Long.class)
                .optional()
                .map(position -> new RecordVersions.Version(record, History.ACME, null, position, "0".repeat(64)));
    }

    @Bean
    PoliciesOfTests policies(GivenSignatures signatures) {
        return new PoliciesOfTests(signatures);
    }

    @Bean
    Asking asking(ExecutionGraphQlService service) {
        return new Asking(service);
    }

    /** Asks as somebody who reads all that {@link History} tells of tenants. */
    @Bean
    GraphQlTester graphql(Asking asking, AuthoritiesOfTests authorities) {
        PersonId reader = authorities.person(
                "reader", new Grant(History.ACME, null, Role.AUDITOR), new Grant(History.OTHER, null, Role.AUDITOR));
        return asking.as(reader);
    }

    @Bean
    LogOfTests log(JdbcClient jdbc, PlatformTransactionManager transactions, List<ReadModel> readModels) {
        return new LogOfTests(jdbc, transactions, readModels);
    }
}
