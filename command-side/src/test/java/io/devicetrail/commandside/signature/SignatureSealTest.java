package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.ADA;
import static io.devicetrail.commandside.signature.Records.ADAS_SESSION;
import static io.devicetrail.commandside.signature.Records.BEN;
import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static io.devicetrail.commandside.signature.Records.SECOND_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureSeal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The seal alone, without the other rules that some of these changes break as well. */
@Requirement("11.70")
class SignatureSealTest {
    private static final SignatureId ID = new SignatureId(new UUID(1, 1));
    private static final String HASH = "a".repeat(64);
    private static final List<String> BOTH = List.of("pwd", "otp");
    private static final RecordSigned SIGNED = new RecordSigned(
            ID, FIRST_VERSION, 4, HASH, ADA, "Ada", SignatureMeaning.REVIEW, "UTC", "Z", ADAS_SESSION, BOTH, 2, "");

    private final Map<String, Object> metadata = Records.meta("acme", ADA, "Ada");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant",
                "site",
                "actorType",
                "actorId",
                "actorName",
                "actorRole",
                "authentication",
                "address",
                "client",
                "reason",
                "reasonCode"
            })
    void itHoldsWhoGaveTheSignatureInWhichRoleWhereAndWhy(String name) {
        Map<String, Object> changed = new HashMap<>(metadata);
        changed.put(name, "another");
        assertThat(seal(SIGNED, changed)).isNotEqualTo(seal(SIGNED, metadata));
        changed.remove(name);
        Map<String, Object> there = new HashMap<>(metadata);
        there.putIfAbsent(name, "one");
        assertThat(seal(SIGNED, changed)).as("left out").isNotEqualTo(seal(SIGNED, there));
    }

    /** The log tells the time after the seal was made. */
    @Test
    void theTimeOfRecordingIsNotInIt() {
        Map<String, Object> later = new HashMap<>(metadata);
        later.put("recordedAt", "2026-11-20T10:00:01.000000Z");
        assertThat(seal(SIGNED, later)).isEqualTo(seal(SIGNED, metadata));
    }

    @Test
    void itHoldsEveryFieldOfTheSignature() {
        RecordSigned s = SIGNED;
        SignatureId id = s.signature();
        SignatureMeaning meaning = s.meaning();
        String session = s.session();
        assertThat(Stream.of(
                                s,
                                one(new SignatureId(new UUID(1, 2)), s.record(), 4, HASH, ADA, "Ada", meaning),
                                one(id, SECOND_VERSION, 4, HASH, ADA, "Ada", meaning),
                                one(id, s.record(), 5, HASH, ADA, "Ada", meaning),
                                one(id, s.record(), 4, "b".repeat(64), ADA, "Ada", meaning),
                                one(id, s.record(), 4, HASH, BEN, "Ada", meaning),
                                one(id, s.record(), 4, HASH, ADA, "Eve", meaning),
                                one(id, s.record(), 4, HASH, ADA, "Ada", SignatureMeaning.RELEASE),
                                given("Europe/London", "Z", session, BOTH, 2),
                                given("UTC", "+00:00", session, BOTH, 2),
                                given("UTC", "Z", Records.BENS_SESSION, BOTH, 2),
                                given("UTC", "Z", session, List.of("pwd"), 2),
                                given("UTC", "Z", session, BOTH, 1))
                        .map(signature -> seal(signature, metadata)))
                .as("one for each field, and the signature itself")
                .hasSize(RecordSigned.class.getRecordComponents().length)
                .doesNotHaveDuplicates();
    }

    private static RecordSigned one(
            SignatureId id,
            SignableRecord record,
            long position,
            String hash,
            PersonId person,
            String name,
            SignatureMeaning meaning) {
        return new RecordSigned(
                id, record, position, hash, person, name, meaning, "UTC", "Z", ADAS_SESSION, BOTH, 2, "");
    }

    private static RecordSigned given(String zone, String offset, String session, List<String> components, int form) {
        return new RecordSigned(
                ID,
                FIRST_VERSION,
                4,
                HASH,
                ADA,
                "Ada",
                SignatureMeaning.REVIEW,
                zone,
                offset,
                session,
                components,
                form,
                "");
    }

    private static String seal(RecordSigned signature, Map<String, Object> metadata) {
        return SignatureSeal.seal(signature, metadata, Records.JSON).seal();
    }
}
