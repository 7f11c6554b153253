package io.devicetrail.commandside.apikey;

import static io.devicetrail.commandside.Fixtures.ACME;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.apikey.ApiKeyCommand.RecordKeyToken;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyTokenIssued;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeyRejection.KeyNotInUse;
import io.devicetrail.domain.apikey.ApiKeyTokenId;
import io.devicetrail.domain.apikey.KnownApiKey;
import io.devicetrail.domain.apikey.KnownApiKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class KeyTokenTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofMinutes(10));
    private static final ApiKeyId KEY = new ApiKeyId(new UUID(7, 7));
    private static final ApiKeyTokenId TOKEN = new ApiKeyTokenId(new UUID(7, 8));
    private static final ApiKeyIssued ISSUED =
            new ApiKeyIssued(KEY, ACME, null, "MES", List.of("operator"), List.of(), NOW.plusSeconds(1));

    @Test
    @Requirement("11.10(e)")
    void aTokenIsOnRecordBeforeItIsHandedOut() {
        fixture(Optional.of(new KnownApiKey(ISSUED, false)), NOW)
                .givenNoPriorActivity()
                .when(new RecordKeyToken(TOKEN, KEY, LATER))
                .expectEvents(new ApiKeyTokenIssued(KEY, TOKEN, LATER));
    }

    @Test
    @Requirement("11.10(d)")
    void noneIsMadeForAKeyThatOpensNothing() {
        for (AggregateTestFixture<KeyTokenAggregate> token : List.of(
                fixture(Optional.of(new KnownApiKey(ISSUED, true)), NOW),
                fixture(Optional.of(new KnownApiKey(ISSUED, false)), NOW.plusSeconds(1)),
                fixture(Optional.empty(), NOW))) {
            token.givenNoPriorActivity()
                    .when(new RecordKeyToken(TOKEN, KEY, LATER))
                    .expectExceptionDetails(new KeyNotInUse(KEY))
                    .expectNoEvents();
        }
    }

    private static AggregateTestFixture<KeyTokenAggregate> fixture(Optional<KnownApiKey> known, Instant now) {
        AggregateTestFixture<KeyTokenAggregate> fixture = new AggregateTestFixture<>(KeyTokenAggregate.class);
        KnownApiKeys keys = key -> known.filter(found -> found.issued().key().equals(key));
        fixture.registerInjectableResource(keys);
        fixture.registerInjectableResource(Clock.fixed(now, ZoneOffset.UTC));
        return fixture;
    }
}
