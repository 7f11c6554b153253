package io.devicetrail.domain.signaturepolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.Requirement;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyCommand.SetSignaturePolicy;
import io.devicetrail.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signers are single letters, and a signature is written {@code a REVIEW operator}. */
@Requirement({"11.10(f)", "11.10(g)"})
class SignaturePolicyTest {
    private static final String HASH = "0".repeat(64);
    private static final long POSITION = 7;
    private static final SignableRecord RECORD =
            SignableRecord.of(SignableKind.DEVICE_COMMAND, "0d4f3c1e-0000-4000-8000-000000000001");
    private static final Version NOW = new Version(RECORD, new TenantId("acme"), null, POSITION, HASH);

    /** The policy is {@code 1 REVIEW by site-engineer, 2 APPROVAL}; m has made the record. */
    @ParameterizedTest(name = "in order {0}: {1} leaves {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "true  |                                                        | 1 REVIEW by site-engineer, 2 APPROVAL",
                "true  | a REVIEW site-engineer                                 | 2 APPROVAL",
                "true  | a REVIEW operator                                      | 1 REVIEW by site-engineer, 2 APPROVAL",
                "true  | a REVIEW site-engineer, q APPROVAL quality-approver    | 1 APPROVAL",
                "true  | q APPROVAL quality-approver, a REVIEW site-engineer    | 2 APPROVAL",
                "false | q APPROVAL quality-approver, a REVIEW site-engineer    | 1 APPROVAL",
                "false | q APPROVAL quality-approver, r APPROVAL quality-approver | 1 REVIEW by site-engineer",
                "false | q APPROVAL quality-approver, q APPROVAL quality-approver | 1 REVIEW by site-engineer, 1 APPROVAL",
                "false | m REVIEW site-engineer, m APPROVAL quality-approver    | 1 REVIEW by site-engineer, 2 APPROVAL",
                "true  | m REVIEW site-engineer                                 | 1 REVIEW by site-engineer, 2 APPROVAL",
                "false | a REVIEW site-engineer, a APPROVAL quality-approver    | 2 APPROVAL",
                "true  | a REVIEW site-engineer, a APPROVAL quality-approver    | 2 APPROVAL",
                "true  | a REVIEW site-engineer, q RELEASE quality-approver     | 2 APPROVAL",
            })
    void whatIsMissing(boolean ordered, String given, String missing) {
        SignaturePolicy policy = new SignaturePolicy(
                List.of(step(SignatureMeaning.REVIEW, 1, "site-engineer"), step(SignatureMeaning.APPROVAL, 2)),
                ordered);
        PolicyStanding standing = policy.standing(signatures(given), makers());
        assertThat(PolicyStanding.told(standing.missing())).isEqualTo(missing);
        assertThat(standing.complete()).isFalse();
    }

    @Test
    void aRecordSignedAsAskedIsComplete() {
        SignaturePolicy policy = new SignaturePolicy(
                List.of(step(SignatureMeaning.REVIEW, 1, "site-engineer"), step(SignatureMeaning.APPROVAL, 2)), true);
        List<GivenSignature> given = signatures(
                "a REVIEW site-engineer, q APPROVAL quality-approver, b REVIEW operator, r APPROVAL quality-approver");
        PolicyStanding standing = policy.standing(given, makers());
        assertThat(standing.complete()).isTrue();
        assertThat(standing.counted())
                .containsExactly(
                        given.get(0).signature(),
                        given.get(1).signature(),
                        given.get(3).signature());
    }

    /** Whoever signs first takes a place that only somebody else could have taken from nobody. */
    @Test
    void withoutAnOrderItDoesNotMatterWhoSignedFirst() {
        SignaturePolicy policy = new SignaturePolicy(
                List.of(
                        step(SignatureMeaning.REVIEW, 1),
                        step(SignatureMeaning.REVIEW, 1, "quality-approver"),
                        step(SignatureMeaning.APPROVAL, 1)),
                false);
        List<GivenSignature> given = new ArrayList<>(
                signatures(
                        "q REVIEW quality-approver, r REVIEW quality-approver, r APPROVAL quality-approver, o REVIEW operator"));
        Random random = new Random(42);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(given, random);
            assertThat(policy.standing(given, makers()).missing())
                    .as("%s", given)
                    .isEmpty();
        }
        assertThat(policy.standing(
                                signatures("q REVIEW quality-approver, q APPROVAL quality-approver, o REVIEW operator"),
                                makers())
                        .missing())
                .as("the control: one person counts once")
                .hasSize(1);
    }

    /** One more signature never leaves more missing: what waits for the answer may know too few, and refuses too much. */
    @Test
    void moreSignaturesNeverLeaveMoreMissing() {
        long seed = Long.getLong("devicetrail.seed", new Random().nextLong());
        System.out.println("signature policies: -Ddevicetrail.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            SignaturePolicy policy = randomPolicy(random);
            List<GivenSignature> given = new ArrayList<>();
            int missing = missing(policy, given);
            for (int s = 0; s < 12; s++) {
                given.add(randomSignature(random));
                int left = missing(policy, given);
                assertThat(left)
                        .as("%s: %s, -Ddevicetrail.seed=%d", policy, given, seed)
                        .isBetween(missing - 1, missing);
                missing = left;
            }
        }
    }

    @ParameterizedTest(name = "{0} by {1} after {2}: {3}")
    @CsvSource({
        "APPROVAL, quality-approver, '', true",
        "REVIEW, site-engineer, '', false",
        "REVIEW, operator, '', false",
        "RELEASE, quality-approver, '', false",
        "APPROVAL, quality-approver, a REVIEW site-engineer, false",
        "REVIEW, site-engineer, a REVIEW site-engineer; q APPROVAL quality-approver, false"
    })
    void onlyWhatIsAskedForLaterIsTooEarly(SignatureMeaning meaning, String role, String given, boolean tooEarly) {
        List<SignatureStep> steps =
                List.of(step(SignatureMeaning.REVIEW, 1, "site-engineer"), step(SignatureMeaning.APPROVAL, 1));
        SignaturePolicy ordered = new SignaturePolicy(steps, true);
        assertThat(ordered.isTooEarly(meaning, role, ordered.standing(signatures(given), makers())))
                .isEqualTo(tooEarly);
        SignaturePolicy any = new SignaturePolicy(steps, false);
        assertThat(any.isTooEarly(meaning, role, any.standing(signatures(given), makers())))
                .isFalse();
    }

    @Test
    void whatStandsUnderAnEarlierVersionIsNotUnderThisOne() {
        GivenSignature now = signatures("a REVIEW operator").getFirst();
        assertThat(now.under(NOW)).isTrue();
        assertThat(now.under(new Version(RECORD, NOW.tenant(), null, POSITION + 1, HASH)))
                .isFalse();
        assertThat(now.under(new Version(RECORD, NOW.tenant(), null, POSITION, "1".repeat(64))))
                .isFalse();
    }

    @Test
    void aPolicyHasItsBounds() {
        SignatureStep step = step(SignatureMeaning.REVIEW, 1);
        malformed(List.of(), "steps");
        malformed(Collections.nCopies(SetSignaturePolicy.MOST_STEPS + 1, step), "steps");
        malformed(List.of(step(SignatureMeaning.REVIEW, 0)), "count");
        malformed(List.of(step(SignatureMeaning.REVIEW, SetSignaturePolicy.MOST_SIGNATURES + 1)), "count");
        malformed(List.of(step(SignatureMeaning.REVIEW, 1, "operator", "operator")), "roles");
        malformed(List.of(step(SignatureMeaning.REVIEW, 1, " ")), "roles");
        String[] many = IntStream.rangeClosed(0, SetSignaturePolicy.MOST_ROLES)
                .mapToObj(number -> "role-" + number)
                .toArray(String[]::new);
        malformed(List.of(step(SignatureMeaning.REVIEW, 1, many)), "roles");
        assertThat(set(Collections.nCopies(SetSignaturePolicy.MOST_STEPS, step)).steps())
                .as("the control")
                .hasSize(SetSignaturePolicy.MOST_STEPS);
    }

    private static void malformed(List<SignatureStep> steps, String field) {
        assertThatThrownBy(() -> set(steps))
                .isInstanceOfSatisfying(
                        MalformedInput.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    private static SetSignaturePolicy set(List<SignatureStep> steps) {
        return new SetSignaturePolicy(NOW.tenant(), SignableKind.DEVICE_COMMAND, steps, true);
    }

    private static int missing(SignaturePolicy policy, List<GivenSignature> given) {
        return policy.standing(given, makers()).missing().stream()
                .mapToInt(SignatureStep::count)
                .sum();
    }

    private static SignaturePolicy randomPolicy(Random random) {
        List<SignatureStep> steps = IntStream.rangeClosed(1, 1 + random.nextInt(4))
                .mapToObj(i -> random.nextBoolean()
                        ? step(meaning(random), 1 + random.nextInt(3))
                        : step(meaning(random), 1 + random.nextInt(3), role(random)))
                .toList();
        return new SignaturePolicy(steps, random.nextBoolean());
    }

    private static GivenSignature randomSignature(Random random) {
        return signature((char) ('a' + random.nextInt(8)), meaning(random), role(random));
    }

    private static SignatureMeaning meaning(Random random) {
        return random.nextBoolean() ? SignatureMeaning.REVIEW : SignatureMeaning.APPROVAL;
    }

    private static String role(Random random) {
        return random.nextBoolean() ? "operator" : "quality-approver";
    }

    private static SignatureStep step(SignatureMeaning meaning, int count, String... roles) {
        return new SignatureStep(meaning, List.of(roles), count);
    }

    private static Set<String> makers() {
        return Set.of(person('m').toString(), "command-delivery");
    }

    private static List<GivenSignature> signatures(String given) {
        return given == null || given.isBlank()
                ? List.of()
                : Stream.of(given.split("[,;]"))
                        .map(one -> one.strip().split(" "))
                        .map(words -> signature(words[0].charAt(0), SignatureMeaning.valueOf(words[1]), words[2]))
                        .toList();
    }

    private static GivenSignature signature(char signer, SignatureMeaning meaning, String role) {
        PersonId person = person(signer);
        return new GivenSignature(
                SignatureId.of(RECORD, HASH, person, meaning), person, meaning, role, HASH, POSITION, POSITION + 1);
    }

    private static PersonId person(char name) {
        return new PersonId(new UUID(1, name));
    }
}
