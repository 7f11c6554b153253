package io.devicetrail.app.wiring;

import io.devicetrail.audit.copy.CopyLedger;
import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.LedgerTailer;
import io.devicetrail.audit.ledger.PublishedLedger;
import io.devicetrail.audit.scrub.LedgerMeters;
import io.devicetrail.audit.scrub.LedgerScrubber;
import io.devicetrail.audit.scrub.MismatchLog;
import io.devicetrail.audit.scrub.ScrubbedLedger;
import io.devicetrail.audit.seal.CopySeal;
import io.devicetrail.audit.timestamp.Timestamping;
import io.devicetrail.audit.witness.Cosigning;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.LogPulse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
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
    LedgerKeyring ledgerKeyring(@Value("${devicetrail.home}") Path home, LedgerSettings settings) throws IOException {
        try {
            return LedgerKeyring.in(home.resolve("secrets"), settings.keystore().place(home), settings.wantedOrigin());
        } catch (LedgerBroken unusable) {
            throw KeystoreSettings.refused(unusable);
        }
    }

    @Bean
    EntrySource entrySource(DataSource dataSource, FlywayMigrationInitializer migrated) {
        return new LogEntrySource(dataSource);
    }

    @Bean(destroyMethod = "close")
    LedgerTailer ledgerTailer(
            @Value("${devicetrail.home}") Path home, LedgerKeyring keys, EntrySource source, Clock clock)
            throws IOException {
        return LedgerTailer.start(home.resolve("ledger"), home.resolve("secrets"), keys, source, clock);
    }

    @Bean
    PublishedLedger publishedLedger(@Value("${devicetrail.home}") Path home) {
        return new PublishedLedger(LedgerFolder.existing(home.resolve("ledger")));
    }

    /** What copies of the audit trail are proven and signed with. */
    @Bean
    CopyLedger copyLedger(@Value("${devicetrail.home}") Path home, LedgerKeyring keys, EntrySource source)
            throws IOException {
        try {
            return new CopyLedger(
                    LedgerFolder.existing(home.resolve("ledger")), keys, source, CopySeal.in(home.resolve("secrets")));
        } catch (LedgerBroken unusable) {
            throw KeystoreSettings.refused(unusable);
        }
    }

    /** Asks the log only once it runs: what is recorded before that is recorded a second later. */
    @Bean(destroyMethod = "close")
    LedgerScrubber ledgerScrubber(
            @Value("${devicetrail.home}") Path home,
            LedgerKeyring keys,
            LedgerTailer tailer,
            EntrySource source,
            LogPulse pulse,
            CommandGateway commands,
            EventStore events,
            LedgerSettings settings,
            Clock clock) {
        ScrubbedLedger ledger = new ScrubbedLedger(
                LedgerFolder.existing(home.resolve("ledger")),
                LedgerFolder.existing(home.resolve("secrets")),
                () -> keys.current().verifiers(),
                () -> tailer.status().settled());
        MismatchLog mismatches =
                new LoggedMismatches(new LedgerId(keys.current().origin()), commands, events, clock);
        return LedgerScrubber.start(
                ledger, source, pulse, mismatches, settings.scrub().pace());
    }

    @Bean(destroyMethod = "close")
    Cosigning cosigning(@Value("${devicetrail.home}") Path home, LedgerSettings settings) {
        return Cosigning.start(home.resolve("ledger"), settings.witnessAddresses(), settings.witnessInterval());
    }

    @Bean(destroyMethod = "close")
    Timestamping timestamping(@Value("${devicetrail.home}") Path home, LedgerSettings settings) {
        LedgerSettings.TimestampSetting authority = settings.timestampAuthority();
        return Timestamping.start(home.resolve("ledger"), authority.url(), authority.interval());
    }

    @Bean
    LedgerMeters ledgerMeters(LedgerTailer tailer, LedgerScrubber scrubber, LogPositions positions) {
        return new LedgerMeters(tailer, scrubber, positions);
    }

    @Bean
    HealthIndicator ledgerHealthIndicator(
            LedgerTailer tailer, LedgerScrubber scrubber, Cosigning cosigning, Timestamping timestamping) {
        return new LedgerHealth(tailer, scrubber, cosigning, timestamping);
    }
}
