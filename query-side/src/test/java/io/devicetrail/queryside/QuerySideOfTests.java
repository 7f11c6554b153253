package io.devicetrail.queryside;

import io.devicetrail.domain.shared.ReadModel;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
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
import org.springframework.graphql.test.tester.ExecutionGraphQlServiceTester;
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
        return DataSourceBuilder.create()
                .url(postgres.getJdbcUrl("devicetrail_app", "postgres"))
                .build();
    }

    @Bean
    GraphQlTester graphql(ExecutionGraphQlService service) {
        return ExecutionGraphQlServiceTester.create(service);
    }

    @Bean
    LogOfTests log(JdbcClient jdbc, PlatformTransactionManager transactions, List<ReadModel> readModels) {
        return new LogOfTests(jdbc, transactions, readModels);
    }
}
