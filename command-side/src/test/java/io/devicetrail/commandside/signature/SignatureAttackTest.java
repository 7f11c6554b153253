package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.ADA;
import static io.devicetrail.commandside.signature.Records.ADAS_SESSION;
import static io.devicetrail.commandside.signature.Records.BEN;
import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static io.devicetrail.commandside.signature.Records.SECOND_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCheck;
import io.devicetrail.domain.signature.SignatureCheck.Finding;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.StoredEntry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Five thousand ways to make a signature say what was not signed, and none of them works. */
@Requirement({"11.70", "Annex 11 s.14"})
class SignatureAttackTest {
    private static final int FORGERIES = 4_000;
    private static final int COMMANDS = 1_000;

    private final long seed = Long.getLong("devicetrail.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void noForgedSignatureHolds() {
        System.out.println("signature attacks: -Ddevicetrail.seed=" + seed);
        List<StoredEntry> log = Records.signed().entries();
        Forgery[] ways = Forgery.values();
        Map<Forgery, Finding> unseen = new EnumMap<>(Forgery.class);
        for (int i = 0; i < FORGERIES; i++) {
            Forgery way = ways[i % ways.length];
            Forged forged = way.done(log, random);
            // Who took the signature away took it out of a log that has every index.
            SignatureCheck check = SignatureCheck.of(forged.log(), 0, log.size() - 1L, Records.JSON);
            Finding finding = check.of(forged.index());
            boolean seen = finding == Finding.NO_SIGNATURE
                    ? check.missing().stream().anyMatch(gap -> gap.has(forged.index()))
                    : !finding.holds();
            if (!seen) {
                unseen.put(way, finding);
            }
        }
        assertThat(unseen).as("with -Ddevicetrail.seed=%d", seed).isEmpty();
    }

    @Test
    @Requirement("11.10(g)")
    void whoMadeARecordIsFoundToHaveApprovedIt() {
        Records log = Records.signed();
        Map<String, Object> asApprover = new HashMap<>(Records.meta("acme", BEN, "Ben B."));
        asApprover.put("actorRole", "quality-approver");
        log.sign(FIRST_VERSION, asApprover, SignatureMeaning.RELEASE, Records.BENS_SESSION);
        log.sign(FIRST_VERSION, asApprover, SignatureMeaning.REVIEW, Records.BENS_SESSION);
        log.sign(
                FIRST_VERSION,
                Records.meta("acme", BEN, "Ben B."),
                SignatureMeaning.RESPONSIBILITY,
                Records.BENS_SESSION);
        long last = log.entries().size() - 1L;
        SignatureCheck check = log.check();
        assertThat(check.of(last - 2)).isEqualTo(Finding.OWN_RECORD);
        assertThat(check.of(last - 1)).isEqualTo(Finding.OWN_RECORD);
        assertThat(check.of(last))
                .as("the control: who is responsible judges nothing")
                .isEqualTo(Finding.GOOD);
    }

    /** The control: what nobody touched holds, and what was changed by right is unsigned until it is signed again. */
    @Test
    void anHonestLogHolds() {
        Records log = Records.signed();
        assertThat(log.check().missing()).isEmpty();
        assertThat(findings(log))
                .hasSize(2 * Records.ALL.size())
                .allSatisfy(
                        (index, finding) -> assertThat(finding).as("%d", index).isEqualTo(Finding.GOOD));
        log.deprecate(1);
        assertThat(findings(log).values().stream().filter(Finding.CHANGED_SINCE::equals))
                .hasSize(2);
        assertThat(findings(log).values().stream().filter(Finding.GOOD::equals)).hasSize(2 * Records.ALL.size() - 2);
        log.sign(FIRST_VERSION, ADA, "Ada Löwe", SignatureMeaning.APPROVAL, ADAS_SESSION);
        assertThat(log.check().of(log.entries().size() - 1L)).isEqualTo(Finding.GOOD);
    }

    @Test
    void noFalseCommandSigns() {
        System.out.println("signature attacks: -Ddevicetrail.seed=" + seed);
        for (int i = 0; i < COMMANDS; i++) {
            Records log = Records.unsigned();
            SignableRecord record = Records.ALL.get(random.nextInt(Records.ALL.size()));
            String hash = log.hash(record);
            String other = log.hash(Records.ALL.get((Records.ALL.indexOf(record) + 1) % Records.ALL.size()));
            var fixture = SignTest.fixture(log);
            var given = fixture.givenNoPriorActivity();
            Sign right = SignTest.sign(record, hash, SignatureMeaning.APPROVAL, List.of("pwd"));
            PersonId sender = ADA;
            Role role = Role.QUALITY_APPROVER;
            String tenant = "acme";
            Sign sent = right;
            int way = random.nextInt(8);
            switch (way) {
                case 0 -> given = fixture.given(event(right));
                case 1 -> sent = SignTest.sign(record, other, SignatureMeaning.APPROVAL, List.of("pwd"));
                case 2 -> sender = BEN;
                case 3 -> tenant = "rival" + random.nextInt(100);
                case 4 -> role = random.nextBoolean() ? Role.OPERATOR : Role.TENANT_ADMINISTRATOR;
                case 5 -> sent = SignTest.sign(record, hash, SignatureMeaning.APPROVAL, List.of("otp"));
                case 6 -> {
                    log.deprecate(2, ADA, "Ada Löwe");
                    sent = SignTest.sign(
                            SECOND_VERSION,
                            log.hash(SECOND_VERSION),
                            random.nextBoolean() ? SignatureMeaning.APPROVAL : SignatureMeaning.RELEASE,
                            List.of("pwd"));
                }
                default -> {
                    sent = SignTest.sign(
                            FIRST_VERSION, log.hash(FIRST_VERSION), SignatureMeaning.APPROVAL, List.of("pwd"));
                    log.deprecate(1);
                }
            }
            try {
                given.when(sent, SignTest.by(sender, role, tenant)).expectNoEvents();
            } catch (AssertionError signed) {
                throw new AssertionError("way " + way + ", attack " + i + " with -Ddevicetrail.seed=" + seed, signed);
            }
        }
    }

    private static Map<Long, Finding> findings(Records log) {
        return log.check().findings();
    }

    private static RecordSigned event(Sign c) {
        return new RecordSigned(
                c.signature(),
                c.record(),
                4,
                c.expectedHash(),
                c.person(),
                "Ada Löwe",
                c.meaning(),
                c.zone(),
                c.offset(),
                c.session(),
                c.components(),
                2,
                "");
    }
}
