package io.devicetrail.commandside.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureRejection.NotTheSigner;
import io.devicetrail.domain.signature.SignatureRejection.SigningUnavailable;
import io.devicetrail.domain.signature.Signings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** Whatever roles its key has: an electronic signature is of one individual. */
@Requirement("11.100(a)")
class MachinesSignNothingTest {
    private final Records log = Records.unsigned();
    private final List<String> denied = new ArrayList<>();
    /** Everybody, and everything, is an operator here. */
    private final Authorities all = new Authorities() {
        @Override
        public Authority of(PersonId person) {
            return new Authority(true, Set.of(new Grant(Records.ACME, null, Role.OPERATOR)));
        }

        @Override
        public Authority of(ApiKeyId key) {
            return new Authority(true, Set.of(new Grant(Records.ACME, null, Role.OPERATOR)));
        }
    };

    private final LoggedVersions versions = new LoggedVersions(log, Records.JSON);
    private final SignatureRequests requests = new SignatureRequests(
            versions,
            log,
            new KnownRecordsInMemory()
                    .registered(new PersonRegistered(Records.ADA, PersonId.LOCAL, "ada", "Ada Löwe", "HR 1")),
            all,
            (caller, operation, where) -> denied.add(caller.actorType() + " " + operation + " " + where),
            new SignerRules(
                    versions, new PolicyWorld().records(versions, versions).standings()),
            new SigningRole(
                    versions, new PolicyWorld().records(versions, versions).standings()),
            new DefaultListableBeanFactory().getBeanProvider(Signings.class));

    @Test
    void aKeyIsToldThatItSignsNothingAndTheTryIsOnRecord() {
        assertThat(refusal(ActorType.PERSON)).as("the control").isEqualTo(new SigningUnavailable());
        assertThat(denied).isEmpty();
        assertThat(refusal(ActorType.MACHINE)).isEqualTo(new NotTheSigner());
        assertThat(denied).containsExactly("MACHINE requestSignature acme");
    }

    private @Nullable Object refusal(ActorType type) {
        // The id of somebody who could sign: only the type tells them apart.
        Caller caller =
                new Caller(type, Records.ADA.toString(), "MES", "none", "api-key", "192.0.2.7", "test/1", null, null);
        String hash = log.hash(Records.FIRST_VERSION);
        CommandExecutionException refused = catchThrowableOfType(
                CommandExecutionException.class,
                () -> requests.ask(
                        caller, Records.FIRST_VERSION, SignatureMeaning.REVIEW, hash, "looked through", null));
        return refused.getDetails().orElse(null);
    }
}
