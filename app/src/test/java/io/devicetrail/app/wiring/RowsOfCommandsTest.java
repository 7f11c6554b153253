package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Finding;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Subject;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.ingress.contract.StoredFindings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.messaging.GenericMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the handler of a command writes beside the log, where who sent it is within a transaction, as a process is. */
class RowsOfCommandsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String REQUEST = "request";

    private final LogDatabase database = new LogDatabase();
    private final HikariDataSource pool = asTheProduct(database.app());
    private final ModelVersionFindings findings = new StoredFindings(
            new JdbcTemplate(pool), Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC));
    private final TransactionTemplate batch = new TransactionTemplate(new DataSourceTransactionManager(pool));
    private final CommandBus bus = new LogWiring()
            .commandBus(DefaultConfigurer.defaultConfiguration(false).buildConfiguration(), pool);
    private final CommandGateway commands =
            DefaultCommandGateway.builder().commandBus(bus).build();
    /** Connections that were in use when the handler had written, and would have read the log. */
    private final AtomicInteger inUse = new AtomicInteger();

    RowsOfCommandsTest() {
        bus.subscribe(REQUEST, command -> {
            findings.note(List.of(finding("of the handler")));
            inUse.set(pool.getHikariPoolMXBean().getActiveConnections());
            return "taken";
        });
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    /** The command is stored, whatever becomes of the batch. */
    @Test
    void stayWhenTheSendersTransactionIsTakenBack() {
        batch.executeWithoutResult(taking -> {
            findings.note(List.of(finding("of the sender")));
            send();
            assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                    .as("the sender's goes on")
                    .isTrue();
            taking.setRollbackOnly();
        });
        assertThat(details()).containsExactly("of the handler");
    }

    /** Nor does anybody else who writes them wait for the sender. */
    @Test
    void keepNoConnection() {
        batch.executeWithoutResult(taking -> {
            findings.note(List.of(finding("of the sender")));
            send();
            assertThat(inUse).as("the sender's").hasValue(1);
        });
        assertThat(details()).containsExactly("of the handler", "of the sender");
        send();
        assertThat(inUse).as("nobody's").hasValue(0);
    }

    /** Its own work sees the rows of all tenants. */
    private static HikariDataSource asTheProduct(DataSource app) {
        HikariDataSource pool = new HikariDataSource();
        ((HikariDataSource) app).copyStateTo(pool);
        pool.setConnectionInitSql("set devicetrail.reach = '*'");
        return pool;
    }

    private void send() {
        String answer = commands.sendAndWait(new GenericCommandMessage<>(new GenericMessage<>("payload"), REQUEST));
        assertThat(answer).isEqualTo("taken");
    }

    private List<String> details() {
        return new JdbcTemplate(pool)
                .queryForList("select detail from ingress.model_version_finding order by detail", String.class);
    }

    private static Finding finding(String detail) {
        return new Finding(
                ACME,
                new DeviceModelId(new UUID(0, 1)),
                2,
                DeviceId.of(ACME, "Flow AG", detail),
                Subject.COMMAND,
                "COMMAND_NOT_IN_MODEL",
                detail);
    }
}
