package io.devicetrail.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.account.SignInSecrets.IssuedSecret;
import io.devicetrail.domain.apikey.KnownApiKeys;
import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.domain.signature.RecordContents;
import io.devicetrail.identity.AccountsOfTests;
import io.devicetrail.identity.MovedClock;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.TestDatabase;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.credential.Authenticator;
import io.devicetrail.identity.credential.OneTimeSecrets;
import io.devicetrail.identity.credential.SecondFactor;
import io.devicetrail.identity.signin.FirstSignIn;
import io.devicetrail.identity.signin.Outcome;
import io.devicetrail.identity.signin.Outcome.Due;
import io.devicetrail.identity.signing.SignatureLog;
import io.devicetrail.identity.signing.SigningSettings;
import io.devicetrail.identity.stepup.StepUpSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The issuer and its pages over real HTTP and on a real database, with the log's ends in memory. */
final class RunningIssuer implements AutoCloseable {
    static final String PASSWORD = "Nine lives, and counting";

    private static final Origin ORIGIN = new Origin("192.0.2.7", "test/1");

    /** Behind the machine's by some minutes: what is made after it was moved on must not be of the future. */
    final MovedClock clock = new MovedClock(Instant.now().minus(Duration.ofMinutes(8)));

    final AccountsOfTests accounts;
    /** Whether PostgreSQL answers; and whether that is known. */
    final AtomicBoolean answers = new AtomicBoolean(true);

    final AtomicBoolean beats = new AtomicBoolean(true);
    private final ConfigurableApplicationContext context;

    RunningIssuer(Path home) throws IOException {
        TestDatabase.empty();
        TestDatabase.OWNER.execute("truncate identity.token_keys");
        Files.createDirectories(home.resolve("secrets"));
        SignInSettings settings = new SignInSettings(
                12,
                null,
                5,
                5,
                Duration.ofMinutes(15),
                Duration.ofHours(24),
                Duration.ofMinutes(15),
                Duration.ofHours(12),
                List.of(),
                null);
        accounts = new AccountsOfTests(clock, settings);
        context = new SpringApplicationBuilder(Parts.class)
                .beanNameGenerator(new FullyQualifiedAnnotationBeanNameGenerator())
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("clock", clock);
                    starting.getBeanFactory().registerSingleton("settings", settings);
                    starting.getBeanFactory().registerSingleton("accounts", accounts);
                    starting.getBeanFactory().registerSingleton("pulse", (LogPulse) beats::get);
                    starting.getBeanFactory().registerSingleton("database", database());
                })
                .properties(Map.of(
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "devicetrail.home", home.toString(),
                        "spring.main.banner-mode", "off"))
                .run();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
    @ComponentScan(
            basePackages = "io.devicetrail.identity",
            nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
            excludeFilters =
                    @Filter(
                            type = FilterType.REGEX,
                            pattern = ".*\\.(LoggedAccounts|LoggedSignatures|FirstAdministrator)"))
    static class Parts {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        StepUpSettings stepUpSettings() {
            return new StepUpSettings(Map.of());
        }

        @Bean
        SigningSettings signingSettings() {
            return new SigningSettings(Duration.ofMinutes(5));
        }

        @Bean
        SignatureLog signatures() {
            return (asked, who, session, components) -> {};
        }

        @Bean
        RecordContents contents() {
            return record -> Optional.empty();
        }

        @Bean
        KnownApiKeys keys() {
            return key -> Optional.empty();
        }

        @Bean
        CommandGateway commands() {
            return DefaultCommandGateway.builder()
                    .commandBus(SimpleCommandBus.builder().build())
                    .build();
        }
    }

    private DataSource database() {
        return new DelegatingDataSource(TestDatabase.POOL) {
            @Override
            public Connection getConnection() throws SQLException {
                if (!answers.get()) {
                    throw new SQLException("the database is away");
                }
                return super.getConnection();
            }
        };
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** Registers somebody, who chooses a password and a second factor; the next code counts. */
    SecondFactor enrolled(String userName) {
        OneTimeSecrets secrets = part(OneTimeSecrets.class);
        IssuedSecret issued = secrets.prepare(accounts.register(userName));
        secrets.activate(issued.id());
        FirstSignIn first = part(FirstSignIn.class);
        Outcome due = first.begin(userName, issued.secret(), ORIGIN);
        assertThat(due).isInstanceOf(Due.class);
        SecondFactor factor =
                Authenticator.read(Objects.requireNonNull(((Due) due).offer()).address());
        assertThat(first.finish(userName, issued.secret(), (Due) due, PASSWORD, code(factor), ORIGIN))
                .isInstanceOf(Outcome.SignedIn.class);
        return factor;
    }

    String code(SecondFactor factor) {
        return factor.codeAt(clock.instant());
    }

    /** A code counts once. */
    String nextCode(SecondFactor factor) {
        clock.advance(Duration.ofSeconds(30));
        return code(factor);
    }

    @Override
    public void close() {
        context.close();
    }
}
