package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.test.tester.GraphQlTester;

@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class SignaturePoliciesTest {
    private static final SignableKind KIND = SignableKind.DEVICE_MODEL_VERSION;
    private static final String LIST =
            "{ signaturePolicies(tenant: \"acme\") { tenant kind ordered steps { meaning roles count } } }";

    @Autowired
    LogOfTests log;

    @Autowired
    PoliciesOfTests policies;

    @Autowired
    GivenSignatures signatures;

    @Autowired
    AuthoritiesOfTests authorities;

    @Autowired
    Asking asking;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @AfterEach
    void noPolicies() {
        policies.withdraw();
    }

    @Test
    @Requirement("11.10(d)")
    void aTenantsPoliciesAreShownToItsPeopleAndNobodyElse() {
        policies.set(History.ACME, KIND, policy("quality-approver", 2));
        for (Grant grant : List.of(
                new Grant(History.ACME, null, Role.AUDITOR),
                new Grant(History.ACME, History.BASEL, Role.OPERATOR),
                new Grant(History.ACME, null, Role.TENANT_ADMINISTRATOR))) {
            list(grant).path("signaturePolicies[0].kind").entity(String.class).isEqualTo(KIND.name());
            list(grant)
                    .path("signaturePolicies[0].steps[0].count")
                    .entity(Integer.class)
                    .isEqualTo(2);
        }
        list(new Grant(History.OTHER, null, Role.AUDITOR))
                .path("signaturePolicies")
                .entityList(Object.class)
                .hasSize(0);
    }

    /** Bea has signed the second version as it is, in the role that the event names; the first was changed since. */
    @Test
    @Requirement("11.10(g)")
    void aRecordShowsHowItStandsBeforeItsPolicy() {
        standing(2).path("signatures.policy").valueIsNull();
        policies.set(History.ACME, KIND, policy("operator", 1));
        standing(2).path("signatures.policy.complete").entity(Boolean.class).isEqualTo(true);
        standing(1).path("signatures.policy.complete").entity(Boolean.class).isEqualTo(false);
        policies.set(History.ACME, KIND, policy("quality-approver", 2));
        standing(2)
                .path("signatures.policy.missing[0].count")
                .entity(Integer.class)
                .isEqualTo(2);
    }

    @Test
    void signaturesAreKnownAsFarAsTheyAreProjected() throws TimeoutException {
        SignableRecord second = SignableRecord.of(KIND, History.PT100 + ":2");
        assertThat(signatures.of(second)).singleElement().satisfies(signature -> {
            assertThat(signature.role()).isEqualTo("operator");
            assertThat(signature.meaning()).isEqualTo(SignatureMeaning.APPROVAL);
            assertThat(signature.position()).isEqualTo(4);
        });
        signatures.awaitKnown(log.head());
        assertThat(signatures.known(log.head())).isTrue();
        assertThat(signatures.known(log.head() + 1)).isFalse();
        Assertions.assertThatThrownBy(() -> signatures.awaitKnown(log.head() + 1))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void aCommandShowsWhetherItWaitsForSignatures() {
        assertThat(state(PolicyHistory.HELD)).isEqualTo("WAITING_FOR_SIGNATURES");
        assertThat(state(PolicyHistory.RELEASED)).isEqualTo("REQUESTED");
    }

    private String state(CommandId command) {
        return asking.as(authorities.person("commands", new Grant(History.ACME, null, Role.AUDITOR)))
                .document("{ command(id: \"%s\") { state } }".formatted(command))
                .execute()
                .path("command.state")
                .entity(String.class)
                .get();
    }

    private static SignaturePolicy policy(String role, int count) {
        return new SignaturePolicy(List.of(new SignatureStep(SignatureMeaning.APPROVAL, List.of(role), count)), false);
    }

    private GraphQlTester.Response list(Grant grant) {
        return asking.as(authorities.person("policies-" + grant, grant))
                .document(LIST)
                .execute();
    }

    private GraphQlTester.Response standing(int version) {
        return asking.as(authorities.person("standings", new Grant(History.ACME, null, Role.AUDITOR)))
                .document("""
                        { signatures(record: {kind: DEVICE_MODEL_VERSION, id: "%s:%d"}) {
                            policy { complete missing { meaning roles count } } } }
                        """.formatted(History.PT100, version))
                .execute();
    }
}
