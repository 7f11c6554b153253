package io.devicetrail.app.wiring;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.ledger.LedgerTailer;
import io.devicetrail.audit.ledger.PublishedLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The ledger of this home. The home's lock, which a running instance holds, keeps it the only one that writes there.
 * There is no setting that turns it off.
 */
@Configuration
class LedgerWiring {
    @Bean
    LedgerKeys ledgerKeys(
            @Value("${devicetrail.home}") Path home, @Value("${devicetrail.ledger.origin:}") String origin)
            throws IOException {
        return LedgerKeys.in(home.resolve("secrets"), origin.isBlank() ? null : origin);
    }

    @Bean
    EntrySource entrySource(DataSource dataSource, FlywayMigrationInitializer migrated) {
        return new LogEntrySource(dataSource);
    }

    @Bean(destroyMethod = "close")
    LedgerTailer ledgerTailer(@Value("${devicetrail.home}") Path home, LedgerKeys keys, EntrySource source, Clock clock)
            throws IOException {
        return LedgerTailer.start(home.resolve("ledger"), home.resolve("secrets"), keys, source, clock);
    }

    @Bean
    PublishedLedger publishedLedger(@Value("${devicetrail.home}") Path home) {
        return new PublishedLedger(LedgerFolder.existing(home.resolve("ledger")));
    }

    /** Down when log and ledger contradict each other: that is an alarm, not a pause. */
    @Bean
    HealthIndicator ledgerHealthIndicator(LedgerTailer tailer) {
        return () -> {
            LedgerTailer.Status status = tailer.status();
            Health.Builder health = status.broken() ? Health.down() : Health.up();
            health.withDetail("size", status.size());
            String trouble = status.trouble();
            return trouble == null
                    ? health.build()
                    : health.withDetail("trouble", trouble).build();
        };
    }
}
