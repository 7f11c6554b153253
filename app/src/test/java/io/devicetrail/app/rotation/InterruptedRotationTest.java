package io.devicetrail.app.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.LedgerTailer;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.commandside.authority.Gate;
import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownModel;
import io.devicetrail.commandside.reference.KnownPerson;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.reference.KnownTenant;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.ledger.LedgerCommand.RotateKey;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A rotation whose event was stored and whose answer was lost, asked for again before the ledger came to the event. */
class InterruptedRotationTest {
    private static final int EVENT = 1;
    private static final int HEAD = 2;

    @TempDir
    Path home;

    @Test
    void theRetryTellsTheIndexOfTheEventThatNamesTheKeysAndNotOfTheNewest() throws Exception {
        Path secrets = Files.createDirectories(home.resolve("secrets"));
        LedgerKeyring keys = LedgerKeyring.in(secrets, null);
        LedgerKeyring.Succession before = keys.succession(null);
        List<LogRow> rows =
                List.of(row(0, "device.DeviceTagged", "{}"), rotated(before), row(HEAD, "device.DeviceTagged", "{}"));
        AtomicBoolean away = new AtomicBoolean(true);
        EntrySource log = (first, most, sink) -> {
            if (away.get()) {
                throw new IOException("the log is away");
            }
            for (LogRow row : rows) {
                if (row.index() >= first && row.index() < first + most) {
                    sink.accept(row);
                }
            }
        };
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        bus.subscribe(RotateKey.class.getName(), again -> {
            // The log has it already, so nothing is stored; the ledger goes on.
            away.set(false);
            return null;
        });
        KeyRotation rotation = new KeyRotation(
                keys,
                new CommandSender(
                        DefaultCommandGateway.builder().commandBus(bus).build(),
                        new Positions(),
                        new EmptyRecords(),
                        () -> true,
                        new Gate(new NoAuthorities(), (caller, operation, where) -> {})));
        try (LedgerTailer tailer = LedgerTailer.start(home.resolve("ledger"), secrets, keys, log, Clock.systemUTC())) {
            KeyRotation.Rotated rotated = rotation.rotate(Caller.process("test"), "again", null, null);
            assertThat(rotated.inForce()).as(tailer.status().toString()).isTrue();
            assertThat(rotated.position()).isEqualTo(EVENT);
            assertThat(rotated.to())
                    .containsExactlyElementsOf(before.to().verifiers().stream()
                            .map(key -> key.text())
                            .toList());
        }
    }

    private static LogRow rotated(LedgerKeyring.Succession keys) {
        return row(
                EVENT,
                "ledger.LedgerKeyRotated",
                JsonMapper.builder()
                        .build()
                        .writeValueAsString(Map.of(
                                "ledger", keys.from().origin(),
                                "from",
                                        keys.from().verifiers().stream()
                                                .map(key -> key.text())
                                                .toList(),
                                "to",
                                        keys.to().verifiers().stream()
                                                .map(key -> key.text())
                                                .toList())));
    }

    private static LogRow row(long index, String name, String payload) {
        return new LogRow(
                index,
                "ledger",
                "one",
                index,
                "event-" + index,
                "command-" + index,
                0,
                name,
                1,
                Instant.parse("2026-11-21T10:00:00Z"),
                payload.getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static final class Positions implements LogPositions {
        @Override
        public OptionalLong lastOf(String commandId) {
            return OptionalLong.empty();
        }

        @Override
        public long head() {
            return HEAD;
        }
    }

    private static final class EmptyRecords implements KnownRecords {
        @Override
        public Optional<KnownTenant> tenant(TenantId tenant) {
            return Optional.empty();
        }

        @Override
        public Optional<KnownModel> model(DeviceModelId model) {
            return Optional.empty();
        }

        @Override
        public Optional<KnownDevice> device(DeviceId device) {
            return Optional.empty();
        }

        @Override
        public Optional<KnownPerson> person(PersonId person) {
            return Optional.empty();
        }

        @Override
        public Optional<CommandRequested> command(CommandId command) {
            return Optional.empty();
        }

        @Override
        public Optional<RolloutPlanDrafted> rolloutPlan(RolloutPlanId plan) {
            return Optional.empty();
        }

        @Override
        public Optional<ArtifactStored> artifact(ArtifactId artifact) {
            return Optional.empty();
        }

        @Override
        public Optional<SoftwareReleasePublished> softwareRelease(SoftwareReleaseId release) {
            return Optional.empty();
        }

        @Override
        public boolean wroteTo(String subject, String commandId) {
            return false;
        }
    }

    private static final class NoAuthorities implements Authorities {
        @Override
        public Authority of(PersonId person) {
            return Authority.NONE;
        }

        @Override
        public Authority of(ApiKeyId key) {
            return Authority.NONE;
        }
    }
}
