package io.devicetrail.identity.signing;

import io.devicetrail.domain.authority.AuthorityRejection.NotAuthorised;
import io.devicetrail.domain.authority.Denials;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Denial;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureRejection.RecordUnknown;
import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.LogAwayException;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** By a command in the signer's name; their role in force is found on its way. */
@Component
class LoggedSignatures implements SignatureLog {
    /** Longest wait for the log; what it took later is found when the same is signed again. */
    static final int ANSWER_SECONDS = 10;

    /** Stands in the place of the role in force until the check of authority has found it. */
    private static final String NO_ROLE_YET = "none";

    private static final String OPERATION = Permission.SIGN.operation();
    /** They asked for it when they had one: what is there is no secret to them. */
    private static final String NO_ROLE =
            "Nothing was signed: your roles do not allow you to sign this record any more. That you tried is on"
                    + " record; an administrator of the tenant grants roles.";

    private final CommandGateway commands;
    private final Denials denials;
    private final Clock clock;
    private final ZoneId zone;

    /** @param zone in which the installation tells times */
    LoggedSignatures(CommandGateway commands, Denials denials, Clock clock, ZoneId zone) {
        this.commands = commands;
        this.denials = denials;
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public void sign(Asked asked, Proven who, String session, List<String> components) {
        Version version = asked.version();
        Sign command = new Sign(
                SignatureId.of(version.record(), version.hash(), who.person(), asked.meaning()),
                version.record(),
                version.hash(),
                who.person(),
                asked.meaning(),
                zone.getId(),
                offset(),
                session,
                components);
        Map<String, Object> metadata =
                caller(who, asked.reason()).toMetadata(version.tenant().value());
        SiteId site = version.site();
        if (site != null) {
            metadata.put(Metadata.SITE, site.toString());
        }
        send(command, metadata, asked, who);
    }

    private void send(Sign command, Map<String, Object> metadata, Asked asked, Proven who) {
        try {
            commands.<@Nullable Object>sendAndWait(command, MetaData.from(metadata), ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (CommandExecutionException refused) {
            if (!(refused.getDetails().orElse(null) instanceof Rejection rejection)) {
                throw new LogAwayException("a signature", refused);
            }
            boolean roleEnded = rejection instanceof NotAuthorised || rejection instanceof RecordUnknown;
            if (roleEnded || rejection instanceof Denial) {
                denials.denied(
                        caller(who, asked.reason()),
                        OPERATION,
                        asked.version().tenant().value());
            }
            throw new RefusedException(rejection.code(), roleEnded ? NO_ROLE : rejection.message());
        } catch (RuntimeException away) {
            throw new LogAwayException("a signature", away);
        }
    }

    private String offset() {
        ZoneOffset offset = zone.getRules().getOffset(clock.instant());
        return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
    }

    private static Caller caller(Proven who, String reason) {
        return new Caller(
                ActorType.PERSON,
                who.person().toString(),
                who.printedName(),
                NO_ROLE_YET,
                who.authentication(),
                who.origin().address(),
                who.origin().client(),
                null,
                reason);
    }
}
