package io.devicetrail.commandside.authority;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReasonRejection.ReasonMissing;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Asked before an aggregate is touched, and only of who may do it: who changes regulated data from outside, a person or a
 * machine, says why (21 CFR 11.10(e), EU GMP Annex 11, 9).
 */
class ReasonRule implements MessageHandlerInterceptor<CommandMessage<?>> {
    /** Longest reason, in characters. */
    static final int LONGEST_REASON = 2_000;

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain)
            throws Exception {
        CommandMessage<?> command = work.getMessage();
        MetaData metadata = command.getMetaData();
        String reason = text(metadata, Metadata.REASON);
        if (ActorType.valueOf(String.valueOf(metadata.get(Metadata.ACTOR_TYPE))).asksForPermission()
                && command.getPayload() instanceof RegulatedChange
                && (reason == null || saysNothing(reason))) {
            throw because(new ReasonMissing());
        }
        requireReadable(reason);
        Shape.optionalText(Metadata.REASON_CODE, text(metadata, Metadata.REASON_CODE));
        return chain.proceed();
    }

    /** Blanks, and characters nobody sees, give no reason. */
    private static boolean saysNothing(String reason) {
        return reason.codePoints().noneMatch(Character::isLetterOrDigit);
    }

    private static void requireReadable(@Nullable String reason) {
        if (reason == null) {
            return;
        }
        if (reason.length() > LONGEST_REASON) {
            throw new MalformedInput(Metadata.REASON, "is longer than " + LONGEST_REASON + " characters");
        }
        if (reason.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedInput(Metadata.REASON, "holds control characters");
        }
    }

    private static @Nullable String text(MetaData metadata, String name) {
        return metadata.get(name) instanceof String text ? text : null;
    }
}
