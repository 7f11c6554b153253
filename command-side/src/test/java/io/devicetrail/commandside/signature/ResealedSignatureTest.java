package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.ACME;
import static io.devicetrail.commandside.signature.Records.ADA;
import static io.devicetrail.commandside.signature.Records.ADAS_SESSION;
import static io.devicetrail.commandside.signature.Records.BEN;
import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.SignatureCheck.Finding;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureSeal;
import io.devicetrail.domain.tenant.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is found of a signature whose seal fits: anybody can compute one, as nothing in it is secret. So each of these
 * is refused by a rule of its own, without the seal's help.
 */
@Requirement("11.70")
class ResealedSignatureTest {
    /** The record's one event. */
    private static final long POSITION = 4;

    private final Records log = Records.unsigned();
    private final Map<String, Object> metadata = Records.meta("acme", ADA, "Ada Löwe");
    private final SignatureId name =
            SignatureId.of(FIRST_VERSION, log.hash(FIRST_VERSION), ADA, SignatureMeaning.APPROVAL);

    private String session = ADAS_SESSION;

    @Test
    void theControlHolds() {
        assertThat(resealed(name, POSITION, "Ada Löwe")).isEqualTo(Finding.GOOD);
    }

    /** It stands in the stream of its name, and says another. */
    @Test
    void itsFieldIsItsNameAsItsStreamIs() {
        assertThat(resealed(new SignatureId(new UUID(1, 2)), POSITION, "Ada Löwe"))
                .isEqualTo(Finding.NOT_ITS_NAME);
    }

    @ParameterizedTest
    @CsvSource({
        "actorId, 00000000-0000-0001-0000-000000000002",
        "actorName, Ada Löwin",
        "actorType, PROCESS",
        "actorType, MACHINE"
    })
    @Requirement("11.100(a)")
    void whoSentItIsWhoSigned(String entry, String value) {
        metadata.put(entry, value);
        assertThat(resealed(name, POSITION, "Ada Löwe")).isEqualTo(Finding.NOT_THE_SIGNER);
    }

    @Test
    @Requirement("11.50(a)")
    void thePrintedNameIsTheOneTheyWereRegisteredWith() {
        metadata.put("actorName", "Ada Löwin");
        assertThat(resealed(name, POSITION, "Ada Löwin")).isEqualTo(Finding.NOT_THE_SIGNER);
    }

    @Test
    @Requirement("11.10(g)")
    void withoutARoleInForceNothingIsSigned() {
        metadata.remove("actorRole");
        assertThat(resealed(name, POSITION, "Ada Löwe")).isEqualTo(Finding.NOT_THEIR_MEANING);
    }

    /** Two tenants may call roles of different duties the same. */
    @Test
    @Requirement("11.10(g)")
    void theDutyOfAnOwnRoleIsThatOfTheTenantWhereItIsInForce() {
        granted(ADA, ACME, Duty.WORK);
        granted(ADA, new TenantId("rival"), Duty.QUALITY);
        metadata.put("actorRole", "inspector");
        assertThat(resealed(name, POSITION, "Ada Löwe")).isEqualTo(Finding.NOT_THEIR_MEANING);
    }

    /** A false grant to somebody else gives them another duty at the most. */
    @Test
    @Requirement("11.10(g)")
    void theDutyOfAnOwnRoleIsThatOfTheSignersGrant() {
        granted(ADA, ACME, Duty.WORK);
        granted(BEN, ACME, Duty.QUALITY);
        metadata.put("actorRole", "inspector");
        assertThat(resealed(name, POSITION, "Ada Löwe")).isEqualTo(Finding.NOT_THEIR_MEANING);
    }

    @Test
    void itIsOfTheTenantOfItsRecord() {
        metadata.put("tenant", "rival");
        assertThat(resealed(name, POSITION, "Ada Löwe")).isEqualTo(Finding.NO_RECORD);
    }

    /** The record's events up to there are the same, and so is their hash. */
    @Test
    void itsPositionIsThatOfTheRecordsLastEvent() {
        assertThat(resealed(name, POSITION + 2, "Ada Löwe")).isEqualTo(Finding.HASH_DIFFERS);
    }

    @Test
    void itsPositionIsBeforeItsOwn() {
        assertThat(resealed(name, log.entries().size(), "Ada Löwe")).isEqualTo(Finding.NO_RECORD);
    }

    @Test
    @Requirement("11.200(a)(1)")
    void theSessionIsTheSignersOwn() {
        session = Records.BENS_SESSION;
        assertThat(resealed(name, POSITION, "Ada Löwe")).isEqualTo(Finding.NOT_SIGNED_IN);
    }

    private void granted(PersonId person, TenantId tenant, Duty duty) {
        log.append(
                person.toString(),
                new RoleGranted(person, tenant, null, "inspector", duty, "TR 1"),
                Records.meta(tenant.value(), BEN, "Ben B."));
    }

    private Finding resealed(SignatureId said, long position, String printedName) {
        Map<String, Object> by = new HashMap<>(metadata);
        RecordSigned unsealed = new RecordSigned(
                said,
                FIRST_VERSION,
                position,
                log.hash(FIRST_VERSION),
                ADA,
                printedName,
                SignatureMeaning.APPROVAL,
                "Europe/Zurich",
                "+01:00",
                session,
                List.of("pwd", "otp"),
                CanonicalRecord.FORM,
                "");
        log.append(name.toString(), SignatureSeal.seal(unsealed, by, Records.JSON), by);
        return log.check().of(log.entries().size() - 1L);
    }
}
