package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.ADA;
import static io.devicetrail.commandside.signature.Records.BEN;
import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static org.axonframework.test.matchers.Matchers.exactSequenceOf;
import static org.axonframework.test.matchers.Matchers.matches;
import static org.axonframework.test.matchers.Matchers.payloadsMatching;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCheck.Finding;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureRejection.RecordUnknown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where a role must be to sign, and that the signature holds who gave it and where. */
class SignWhereTest {
    private final Records log = Records.unsigned();
    private final String hash = log.hash(FIRST_VERSION);
    private final Map<String, Object> approver = SignTest.by(ADA, Role.QUALITY_APPROVER, "acme");

    /** The check of authority asked for a role where the command said; the record says where that is. */
    @Test
    @Requirement("11.10(g)")
    void atAnotherSiteThanTheRecordsARoleDoesNotCount() {
        String north = new UUID(1, 1).toString();
        CommandId command = CommandId.of(Records.ACME, "ada", "north");
        Map<String, Object> there = new HashMap<>(Records.meta("acme", BEN, "Ben B."));
        there.put(Metadata.SITE, north);
        log.append(
                command.toString(),
                new CommandRequested(command, Records.ACME, Records.PUMP, "dose", new TreeMap<>(), 60),
                there);
        SignableRecord atNorth = SignableRecord.of(SignableKind.DEVICE_COMMAND, command.toString());
        Sign sign = SignTest.sign(atNorth, log.hash(atNorth), SignatureMeaning.APPROVAL, List.of("pwd"));
        refused(sign, at(new UUID(1, 2).toString()), new RecordUnknown(atNorth));
        refused(sign, approver, new RecordUnknown(atNorth));
        SignTest.fixture(log).givenNoPriorActivity().when(sign, at(north)).expectSuccessfulHandlerExecution();
        refused(
                SignTest.sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd")),
                at(north),
                new RecordUnknown(FIRST_VERSION));
    }

    private Map<String, Object> at(String site) {
        Map<String, Object> metadata = new HashMap<>(approver);
        metadata.put(Metadata.SITE, site);
        return metadata;
    }

    /** The control: in Records it is built by hand, here by the aggregate. */
    @Test
    @Requirement("11.70")
    void theSealHoldsWhatIsStored() {
        Map<String, Object> metadata = Records.meta("acme", ADA, "Ada Löwe");
        SignTest.fixture(log)
                .givenNoPriorActivity()
                .when(SignTest.sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd", "otp")), metadata)
                .expectEventsMatching(payloadsMatching(exactSequenceOf(matches((RecordSigned signed) -> {
                    log.append(signed.signature().toString(), signed, metadata);
                    return log.check().of(log.entries().size() - 1L) == Finding.GOOD;
                }))));
    }

    private void refused(Sign command, Map<String, Object> metadata, Object because) {
        SignTest.fixture(log)
                .givenNoPriorActivity()
                .when(command, metadata)
                .expectExceptionDetails(because)
                .expectNoEvents();
    }
}
