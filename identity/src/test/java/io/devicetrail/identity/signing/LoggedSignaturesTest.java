package io.devicetrail.identity.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicetrail.domain.authority.AuthorityRejection.NotAuthorised;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureRejection.RecordChanged;
import io.devicetrail.domain.signature.SignatureRejection.RecordUnknown;
import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.signing.SignatureLog.RefusedException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;

/** A signature that the signer's roles do not allow any more is refused in plain words, and the try is on record. */
@Requirement({"11.10(d)", "11.10(g)"})
class LoggedSignaturesTest {
    private static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");
    private static final SignableRecord RECORD =
            SignableRecord.of(SignableKind.DEVICE_COMMAND, new UUID(0, 1).toString());

    private final List<String> denied = new ArrayList<>();
    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final LoggedSignatures log = new LoggedSignatures(
            DefaultCommandGateway.builder().commandBus(bus).build(),
            (caller, operation, where) ->
                    denied.add(caller.actorType() + " " + caller.actorId() + " " + operation + " " + where),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            ZoneOffset.UTC);

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

    private RefusedException refused(Rejection why) {
        bus.subscribe(Sign.class.getName(), command -> {
            throw new CommandExecutionException(why.message(), null, why);
        });
        return catchThrowableOfType(RefusedException.class, this::sign);
    }

    private void sign() {
        Version version = new Version(RECORD, new TenantId("acme"), null, 42, "0".repeat(64));
        Proven who = new Proven(ADA, "Ada", "pwd+otp", new Origin("192.0.2.7", "test/1"));
        log.sign(
                new Asked(ADA, version, SignatureMeaning.APPROVAL, "reviewed"),
                who,
                UUID.randomUUID().toString(),
                List.of("pwd", "otp"));
    }
}
