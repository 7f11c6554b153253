package io.devicetrail.commandside.command;

import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signaturepolicy.PolicyStanding;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells whether a command that is held is signed as it has to be. */
@Component
class SignedCommands {
    private final RecordVersions versions;
    private final Standings standings;

    SignedCommands(RecordVersions versions, Standings standings) {
        this.versions = versions;
        this.standings = standings;
    }

    /** The signatures that release it; empty while one is missing. */
    Optional<List<SignatureId>> releasing(CommandHeld hold) {
        return versions.of(SignableRecord.of(
                        SignableKind.DEVICE_COMMAND, hold.command().toString()))
                .map(version -> standings.of(version, hold.policy()))
                .filter(PolicyStanding::complete)
                .map(PolicyStanding::counted);
    }
}
