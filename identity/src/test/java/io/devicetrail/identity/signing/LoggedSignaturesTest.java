package io.devicetrail.identity.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicetrail.domain.authority.AuthorityRejection.NotAuthorised;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureRejection.RecordChanged;
import io.devicetrail.domain.signature.SignatureRejection.RecordUnknown;
import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.signing.SignatureLog.RefusedException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signature that the signer's roles do not allow any more is refused in plain words, and the try is on record. */
@Requirement({"11.10(d)", "11.10(g)"})
class LoggedSignaturesTest {
    private static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");
    private static final SignableRecord RECORD =
            SignableRecord.of(SignableKind.DEVICE_COMMAND, new UUID(0, 1).toString());

    private final List<String> denied = new ArrayList<>();
    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final LoggedSignatures log = at("2026-11-20T10:00:00Z", "UTC");
    private @Nullable SiteId site;

    private LoggedSignatures at(String instant, String zone) {
        return new LoggedSignatures(
                DefaultCommandGateway.builder().commandBus(bus).build(),
                (caller, operation, where) ->
                        denied.add(caller.actorType() + " " + caller.actorId() + " " + operation + " " + where),
                Clock.fixed(Instant.parse(instant), ZoneOffset.UTC),
                ZoneId.of(zone));
    }

    @Test
    void aRoleThatEndedIsADenialAndIsToldPlainly() {
        assertThat(refused(new NotAuthorised("sign")))
                .hasMessageContaining("your roles do not allow you to sign this record any more");
        assertThat(denied).containsExactly("PERSON " + ADA + " sign acme");
    }

    /** As the check of authority says to who has no role at the tenant at all. */
    @Test
    void soIsTheLastRoleAtTheTenant() {
        assertThat(refused(new RecordUnknown(RECORD)))
                .hasMessageContaining("your roles do not allow you to sign this record any more");
        assertThat(denied).hasSize(1);
    }

    @Test
    void whatIsNoMatterOfRolesIsNoDenial() {
        assertThat(refused(new RecordChanged("0".repeat(64))).code()).isEqualTo("RECORD_CHANGED");
        bus.subscribe(Sign.class.getName(), command -> {
            throw new CommandExecutionException("no rule's", null);
        });
        assertThat(catchThrowableOfType(LogAwayException.class, this::sign)).isNotNull();
        assertThat(denied).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:00:00Z, Europe/Zurich, +01:00",
        "2026-07-20T10:00:00Z, Europe/Zurich, +02:00",
        "2026-07-20T10:00:00Z, UTC, +00:00",
        "2026-01-20T10:00:00Z, Europe/London, +00:00"
    })
    @Requirement("11.50(a)")
    void theTimeIsToldByTheOffsetThatTheZoneHasAtTheMoment(String instant, String zone, String offset) {
        List<Sign> sent = new ArrayList<>();
        bus.subscribe(Sign.class.getName(), command -> sent.add((Sign) command.getPayload()));
        sign(at(instant, zone));
        assertThat(sent).singleElement().satisfies(command -> {
            assertThat(command.zone()).isEqualTo(zone);
            assertThat(command.offset()).isEqualTo(offset);
        });
    }

    /** The check of authority asks for a role there. */
    @Test
    void whereTheRecordIsGoesAlong() {
        List<Object> sites = new ArrayList<>();
        bus.subscribe(Sign.class.getName(), command -> {
            sites.add(String.valueOf(command.getMetaData().get(Metadata.SITE)));
            return null;
        });
        sign();
        site = new SiteId(new UUID(1, 1));
        sign();
        assertThat(sites).containsExactly("null", new UUID(1, 1).toString());
    }

    /** Nobody took the command: whether it is signed is not known, and it is not said to be. */
    @Test
    void whatNobodyAnsweredIsNotSigned() {
        assertThat(catchThrowableOfType(LogAwayException.class, this::sign)).isNotNull();
        assertThat(denied).isEmpty();
    }

    private RefusedException refused(Rejection why) {
        bus.subscribe(Sign.class.getName(), command -> {
            throw new CommandExecutionException(why.message(), null, why);
        });
        return catchThrowableOfType(RefusedException.class, this::sign);
    }

    private void sign() {
        sign(log);
    }

    private void sign(LoggedSignatures log) {
        Version version = new Version(RECORD, new TenantId("acme"), site, 42, "0".repeat(64));
        Proven who = new Proven(ADA, "Ada", "pwd+otp", new Origin("192.0.2.7", "test/1"));
        log.sign(
                new Asked(ADA, version, SignatureMeaning.APPROVAL, "reviewed"),
                who,
                UUID.randomUUID().toString(),
                List.of("pwd", "otp"));
    }
}
