package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.ADA;
import static io.devicetrail.commandside.signature.Records.ADAS_SESSION;
import static io.devicetrail.commandside.signature.Records.BEN;
import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.signature.Forgery.Forged;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCheck;
import io.devicetrail.domain.signature.SignatureCheck.Finding;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.StoredEntry;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Five thousand ways to make a signature say what was not signed, and none of them works. */
@Requirement("11.70")
class SignatureAttackTest {
    private static final int FORGERIES = 4_000;
    private static final int COMMANDS = 1_000;
    private static final Set<Finding> HOLDING = EnumSet.of(Finding.GOOD, Finding.CHANGED_SINCE);

    private final long seed = Long.getLong("devicetrail.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void noForgedSignatureHolds() {
        System.out.println("signature attacks: -Ddevicetrail.seed=" + seed);
        List<StoredEntry> log = Records.signed().entries();
        Forgery[] ways = Forgery.values();
        for (int i = 0; i < FORGERIES; i++) {
            Forgery way = ways[i % ways.length];
            Forged forged = way.done(log, random);
            assertThat(new SignatureCheck(forged.log(), Records.JSON).of(forged.index()))
                    .as("%s, attack %d with -Ddevicetrail.seed=%d", way, i, seed)
                    .isNotIn(HOLDING);
        }
    }

    /** The control: what nobody touched holds, and what was changed by right is unsigned until it is signed again. */
    @Test
    void anHonestLogHolds() {
        Records log = Records.signed();
        assertThat(findings(log))
                .hasSize(2 * Records.ALL.size())
                .allSatisfy(
                        (index, finding) -> assertThat(finding).as("%d", index).isEqualTo(Finding.GOOD));
        log.deprecate(1);
        assertThat(findings(log).values().stream().filter(Finding.CHANGED_SINCE::equals))
                .hasSize(2);
        assertThat(findings(log).values().stream().filter(Finding.GOOD::equals)).hasSize(2 * Records.ALL.size() - 2);
        log.sign(FIRST_VERSION, ADA, "Ada Löwe", SignatureMeaning.APPROVAL, ADAS_SESSION);
        assertThat(new SignatureCheck(log.entries(), Records.JSON)
                        .of(log.entries().size() - 1L))
                .isEqualTo(Finding.GOOD);
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
            int way = random.nextInt(7);
            switch (way) {
                case 0 -> given = fixture.given(event(right));
                case 1 -> sent = SignTest.sign(record, other, SignatureMeaning.APPROVAL, List.of("pwd"));
                case 2 -> sender = BEN;
                case 3 -> tenant = "rival" + random.nextInt(100);
                case 4 -> role = random.nextBoolean() ? Role.OPERATOR : Role.TENANT_ADMINISTRATOR;
                case 5 -> sent = SignTest.sign(record, hash, SignatureMeaning.APPROVAL, List.of("otp"));
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
        return new SignatureCheck(log.entries(), Records.JSON).findings();
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
                c.components());
    }
}
